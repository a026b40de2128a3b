package ai.tidemark.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NfcPiecesTest {
  private static String inPieces(List<String> pieces) {
    NfcPieces nfc = new NfcPieces();
    StringBuilder out = new StringBuilder();
    for (String piece : pieces) {
      out.append(nfc.push(piece));
    }
    return out.append(nfc.finish()).toString();
  }

  private static String nfc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** Every composite and every decomposition, cut before each of its code points. */
  @Test
  void everyDecompositionCutAnywhereIsComposed() {
    int composed = 0;
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (!Character.isDefined(c) || (c >= 0xD800 && c <= 0xDFFF)) {
        continue;
      }
      String whole = Character.toString(c);
      String apart = Normalizer.normalize(whole, Normalizer.Form.NFD);
      if (apart.equals(whole)) {
        continue;
      }
      List<String> pieces = new ArrayList<>();
      apart.codePoints().forEach(p -> pieces.add(Character.toString(p)));
      assertThat(inPieces(pieces)).as("U+%04X", c).isEqualTo(nfc(whole));
      composed++;
    }
    assertThat(composed).isGreaterThan(12_000);
  }

  @Test
  void randomTextsCutAtRandomAreThoseOfTheWhole() {
    SplittableRandom random = new SplittableRandom(20_261_124);
    String letters = "aeé한ᄒ́ᅡᆫ̧ัা\uD805\uDCBA ペ゚漢\uD83D\uDE00Å";
    int[] alphabet = letters.codePoints().toArray();
    int changed = 0;
    for (int round = 0; round < 2_000; round++) {
      List<String> pieces = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        StringBuilder piece = new StringBuilder();
        for (int j = random.nextInt(4); j > 0; j--) {
          piece.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        pieces.add(piece.toString());
      }
      String whole = String.join("", pieces);
      assertThat(inPieces(pieces)).isEqualTo(nfc(whole));
      changed += nfc(whole).equals(whole) ? 0 : 1;
    }
    assertThat(changed).isGreaterThan(400);
  }

  @Test
  void holdsBackNoMoreThanWhatMayStillChange() {
    NfcPieces nfc = new NfcPieces();
    assertThat(nfc.push("caf")).isEqualTo("ca");
    assertThat(nfc.push("e")).isEqualTo("f");
    assertThat(nfc.push("\u0301")).isEmpty();
    assertThat(nfc.held()).isEqualTo(2);
    assertThat(nfc.push("漢")).isEqualTo("é");
    assertThat(nfc.finish()).isEqualTo("漢");
    assertThat(nfc.held()).isZero();
  }
}
