package ai.tidemark.keys.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MerkleTest {
  /**
   * Roots over the leaves of the reference implementation of RFC 6962 (certificate-transparency).
   */
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void rootsAreThoseOfTheReferenceImplementation() {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < LEAVES.size(); i++) {
      leaves.add(Merkle.leaf(HexFormat.of().parseHex(LEAVES.get(i))));
      assertThat(HexFormat.of().formatHex(Merkle.root(leaves))).isEqualTo(ROOTS.get(i));
    }
  }

  @Test
  void everyLeafOfEveryTreeIsShownAndOnlyThere() {
    List<byte[]> leaves = leaves(65);
    for (int size = 1; size <= leaves.size(); size++) {
      List<byte[]> tree = leaves.subList(0, size);
      byte[] root = Merkle.root(tree);
      for (int index = 0; index < size; index++) {
        List<byte[]> path = Merkle.inclusion(tree, index);
        for (int other = 0; other < size; other++) {
          assertThat(Merkle.includes(tree.get(index), other, size, path, root))
              .isEqualTo(other == index);
        }
      }
    }
  }

  @Test
  void everyBeginningIsShown() {
    List<byte[]> leaves = leaves(65);
    for (int size = 1; size <= leaves.size(); size++) {
      List<byte[]> tree = leaves.subList(0, size);
      byte[] root = Merkle.root(tree);
      for (int old = 1; old <= size; old++) {
        List<byte[]> proof = Merkle.consistency(tree, old);
        byte[] oldRoot = Merkle.root(leaves.subList(0, old));
        assertThat(Merkle.consistent(old, oldRoot, size, root, proof)).isTrue();
        byte[] forged = oldRoot.clone();
        forged[0] ^= 1;
        assertThat(Merkle.consistent(old, forged, size, root, proof)).isFalse();
        if (old > 1) {
          assertThat(Merkle.consistent(old - 1, oldRoot, size, root, proof)).isFalse();
        }
      }
    }
  }

  private static List<byte[]> leaves(int n) {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      leaves.add(Merkle.leaf(ByteBuffer.allocate(4).putInt(i).array()));
    }
    return leaves;
  }
}
