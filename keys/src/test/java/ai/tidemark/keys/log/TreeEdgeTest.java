package ai.tidemark.keys.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class TreeEdgeTest {
  @Test
  void rootIsThatOfTheWholeTreeAtEverySize() {
    List<byte[]> leaves = new ArrayList<>();
    TreeEdge edge = new TreeEdge();
    assertThat(edge.root()).isEqualTo(Merkle.root(leaves));
    for (int i = 0; i < 1100; i++) {
      leaves.add(leaf(i));
      edge.add(leaf(i), (_, _, _) -> {});
      assertThat(edge.root()).as("size %d", i + 1).isEqualTo(Merkle.root(leaves));
    }
  }

  @Test
  void edgeIsFoundAgainInTheFullTiles() {
    Map<String, List<byte[]>> tiles = new HashMap<>();
    List<byte[]> leaves = new ArrayList<>();
    TreeEdge edge = new TreeEdge();
    for (int i = 0; i < 2 * 65536 + 3 * 256; i++) {
      leaves.add(leaf(i));
      edge.add(leaf(i), (level, index, hashes) -> tiles.put(level + "/" + index, hashes));
    }
    assertThat(tiles).hasSize(515 + 2).containsKey("1/1");
    byte[] root = Merkle.root(leaves);
    assertThat(edge.root()).isEqualTo(root);

    TreeEdge again =
        TreeEdge.of(
            edge.size(), (level, index) -> Objects.requireNonNull(tiles.get(level + "/" + index)));
    assertThat(again.root()).isEqualTo(root);
    for (int i = 0; i < 300; i++) {
      again.add(leaf(i), (_, _, _) -> {});
      edge.add(leaf(i), (_, _, _) -> {});
    }
    assertThat(again.root()).isEqualTo(edge.root());
  }

  private static byte[] leaf(int i) {
    return Merkle.leaf(ByteBuffer.allocate(4).putInt(i).array());
  }
}
