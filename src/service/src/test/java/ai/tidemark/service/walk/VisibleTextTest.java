package ai.tidemark.service.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class VisibleTextTest {
  @Test
  void charactersCutAnywhereComeOutWhole() {
    String text = "a é 潮 🌊 👩‍👧 z";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Random random = new Random(7);
    for (int run = 0; run < 500; run++) {
      List<String> pieces = new ArrayList<>();
      VisibleText visible = new VisibleText(List.of());
      int tokens = 0;
      for (int at = 0; at < bytes.length; tokens++) {
        int to = Math.min(bytes.length, at + random.nextInt(6));
        pieces.add(visible.push(Arrays.copyOfRange(bytes, at, to)));
        at = to;
      }
      pieces.add(visible.finish());
      assertThat(String.join("", pieces)).isEqualTo(text);
      assertThat(pieces).allMatch(VisibleTextTest::isWhole);
      assertThat(visible.seen()).isEqualTo(tokens);
    }
  }

  @Test
  void aStopStringIsCutOutWhereverTokensEnd() {
    List<String> stops = List.of("STOP", "潮潮", "x🌊y", "🌊🌊");
    String[] letters = {"S", "T", "O", "P", "潮", "x", "🌊", "y", " "};
    Random random = new Random(8);
    int stopped = 0;
    for (int run = 0; run < 3000; run++) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 12; i++) {
        all.append(letters[random.nextInt(letters.length)]);
        if (random.nextInt(40) == 0) {
          all.append("STOP");
        }
      }
      byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
      StringBuilder out = new StringBuilder();
      VisibleText visible = new VisibleText(stops);
      int at = 0;
      int known = 0;
      while (at < bytes.length && !visible.stopped()) {
        int to = Math.min(bytes.length, at + 1 + random.nextInt(5));
        String piece = visible.push(Arrays.copyOfRange(bytes, at, to));
        assertThat(isWhole(piece)).isTrue();
        out.append(piece);
        at = to;
        known = at;
      }
      out.append(visible.finish());
      String heard = new String(bytes, 0, known, StandardCharsets.UTF_8);
      int cut = stops.stream().mapToInt(heard::indexOf).filter(i -> i >= 0).min().orElse(-1);
      assertThat(visible.stopped()).as(heard).isEqualTo(cut >= 0);
      assertThat(out.toString()).isEqualTo(cut >= 0 ? heard.substring(0, cut) : heard);
      stopped += cut >= 0 ? 1 : 0;
    }
    assertThat(stopped).isBetween(300, 2700);
  }

  @Test
  void onlyWhatMayBecomeAStopStringIsHeldBack() {
    VisibleText visible = new VisibleText(List.of("\n\nQ:", "END"));
    assertThat(push(visible, "one E")).isEqualTo("one ");
    assertThat(push(visible, "N")).isEmpty();
    assertThat(push(visible, "Z\n")).isEqualTo("ENZ");
    assertThat(push(visible, "\n\n")).isEqualTo("\n");
    assertThat(visible.finish()).isEqualTo("\n\n");
    assertThat(visible.seen()).isEqualTo(4);
  }

  @Test
  void tokensAfterTheCutAreNotSeen() {
    VisibleText visible = new VisibleText(List.of("STOP"));
    push(visible, "one");
    push(visible, "");
    push(visible, " two S");
    push(visible, "TO");
    assertThat(push(visible, "P three")).isEmpty();
    assertThat(visible.stopped()).isTrue();
    assertThat(visible.seen()).isEqualTo(3);
    assertThat(visible.finish()).isEmpty();
    assertThat(visible.seen()).isEqualTo(3);
  }

  @Test
  void anUnfinishedCharacterIsReplacedOnlyAtTheEnd() {
    VisibleText visible = new VisibleText(List.of());
    assertThat(visible.push(new byte[] {'a', (byte) 0xF0, (byte) 0x9F})).isEqualTo("a");
    assertThat(visible.push(new byte[] {(byte) 0x8C})).isEmpty();
    assertThat(visible.finish()).isEqualTo("\uFFFD");
    assertThat(visible.seen()).isEqualTo(2);
  }

  private static String push(VisibleText visible, String piece) {
    return visible.push(piece.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isWhole(String piece) {
    return !piece.contains("\uFFFD")
        && (piece.isEmpty()
            || (!Character.isLowSurrogate(piece.charAt(0))
                && !Character.isHighSurrogate(piece.charAt(piece.length() - 1))));
  }
}
