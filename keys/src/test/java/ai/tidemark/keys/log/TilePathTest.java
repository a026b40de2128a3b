package ai.tidemark.keys.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of C2SP tlog-tiles, and its edges. */
final class TilePathTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1234067, 256, tile/0/x001/x234/067",
    "1, 1234067, 8, tile/1/x001/x234/067.p/8",
    "-1, 0, 256, tile/entries/000",
    "-1, 999, 255, tile/entries/999.p/255",
    "0, 1000, 1, tile/0/x001/000.p/1",
    "7, 0, 127, tile/7/000.p/127",
    "0, 36028797018963967, 256, tile/0/x036/x028/x797/x018/x963/967",
  })
  void pathsAreThoseOfTheSpecification(int level, long index, int width, String path) {
    TilePath tile = new TilePath(level, index, width);
    assertThat(tile.path()).isEqualTo(path);
    assertThat(TilePath.parse("path", path)).isEqualTo(tile);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile/0/0",
        "tile/0/00",
        "tile/0/x000/001",
        "tile/0/001/234",
        "tile/0/x001",
        "tile/00/001",
        "tile/8/000",
        "tile/-1/000",
        "tile/entries/000.p/256",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/999",
        "tile/0/000.p/",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/../checkpoint",
        "tile/0/000\n",
        "tile/0/٠٠٠",
        "tile/7/001",
        "tile/0/x036/x028/x797/x018/x963/968",
        "tile/0/x999/x999/x999/x999/x999/999",
        "tile/0/x001/x001/x001/x001/x001/x001/x001/x001/x001/001",
      })
  void othersAreRefused(String path) {
    assertThatThrownBy(() -> TilePath.parse("path", path)).isInstanceOf(BadInputException.class);
  }

  @Test
  void theEdgeOfATreeIsThatOfTheSpecification() {
    assertThat(TilePath.edge(70_000))
        .containsExactly(
            new TilePath(TilePath.ENTRIES, 273, 112),
            new TilePath(0, 273, 112),
            new TilePath(1, 1, 17),
            new TilePath(2, 0, 1));
    assertThat(TilePath.edge(256))
        .containsExactly(
            new TilePath(TilePath.ENTRIES, 0, 256), new TilePath(0, 0, 256), new TilePath(1, 0, 1));
    assertThat(TilePath.edge(0)).isEmpty();
    assertThat(TilePath.edge(Long.MAX_VALUE)).hasSize(9).last().isEqualTo(new TilePath(7, 0, 127));
  }

  @Test
  void bundlesReadAsWrittenAndNoLonger() {
    List<byte[]> entries = List.of(new byte[0], new byte[] {7}, new byte[65_535]);
    byte[] bytes = EntryBundle.encode(entries);
    assertThat(bytes).hasSize(6 + 1 + 65_535).startsWith(0, 0, 0, 1, 7, 0xff, 0xff);
    assertThat(EntryBundle.parse("bundle", 3, bytes)).containsExactlyElementsOf(entries);
    for (int width : new int[] {1, 2, 4, 256}) {
      assertThatThrownBy(() -> EntryBundle.parse("bundle", width, bytes))
          .isInstanceOf(BadInputException.class);
    }
    for (int length = 0; length < 8; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> EntryBundle.parse("bundle", 3, cut))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("cut short");
    }
    List<byte[]> tooLong = List.of(new byte[65_536]);
    assertThatThrownBy(() -> EntryBundle.encode(tooLong))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tilesReadAsWritten() {
    List<byte[]> hashes = List.of(Merkle.sha256(), Merkle.leaf(new byte[0]));
    byte[] bytes = Tile.encode(hashes);
    assertThat(Tile.parse("tile", 2, bytes)).containsExactlyElementsOf(hashes);
    for (int width : new int[] {1, 3, 256}) {
      assertThatThrownBy(() -> Tile.parse("tile", width, bytes))
          .isInstanceOf(BadInputException.class);
    }
  }
}
