package ai.tidemark.keys.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.sign.LocalSigner;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vectors of golang.org/x/mod/sumdb/note v0.24.0, note_test.go. */
final class NoteTest {
  private static final String PETER =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String ENOCH =
      "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
  private static final String PETER_SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
  private static final String TEXT =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.
      """;
  private static final String PETER_LINE =
      """
      — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
      """;
  private static final String ENOCH_LINE =
      """
      — EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=
      """;

  @Test
  void signaturesAreThoseOfTheReference() {
    Vkey peter = Vkey.parse("peter", PETER);
    byte[] secret = Base64.getDecoder().decode(PETER_SECRET);
    NoteSigner signer =
        new NoteSigner(
            "PeterNeumann",
            LocalSigner.ed25519(Arrays.copyOfRange(secret, 1, 33), peter.publicKey()));
    assertThat(signer.vkey()).isEqualTo(peter);
    assertThat(signer.vkey().encode()).isEqualTo(PETER);
    assertThat(text(signer.sign(TEXT).encode())).isEqualTo(TEXT + "\n" + PETER_LINE);
  }

  @Test
  void bothSignaturesVerify() {
    Note note = Note.parse("note", bytes(TEXT + "\n" + PETER_LINE + ENOCH_LINE));
    assertThat(note.text()).isEqualTo(TEXT);
    assertThat(note.signatures()).hasSize(2);
    List<Vkey> keys = List.of(Vkey.parse("peter", PETER), Vkey.parse("enoch", ENOCH));
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        assertThat(note.verifies(keys.get(i), note.signatures().get(j))).isEqualTo(i == j);
      }
    }
    assertThat(text(note.encode())).isEqualTo(TEXT + "\n" + PETER_LINE + ENOCH_LINE);
    Note other = new Note(TEXT.replace("crypto", "typo"), note.signatures());
    assertThat(other.verifies(keys.getFirst(), note.signatures().getFirst())).isFalse();
  }

  @Test
  void aNewSignatureReplacesTheOldOneOfTheSameKey() {
    Note note = Note.parse("note", bytes(TEXT + "\n" + PETER_LINE + ENOCH_LINE));
    Note.Signature old = note.signatures().getFirst();
    Note.Signature later = new Note.Signature(old.name(), old.keyId(), new byte[64]);
    assertThat(note.with(later).signatures())
        .containsExactly(note.signatures().getLast(), later)
        .doesNotContain(old);
  }

  @Test
  void mangledKeysAreRefused() {
    for (int i = 0; i <= PETER.length(); i++) {
      for (int j = i; j <= PETER.length(); j++) {
        if (j - i < PETER.length()) {
          assertBadKey(PETER.substring(i, j));
        }
      }
    }
    for (int i = 0; i < PETER.length(); i++) {
      char[] mangled = PETER.toCharArray();
      mangled[i]++;
      assertBadKey(new String(mangled));
    }
    // another length, an unknown type, each with its right id
    assertBadKey("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==");
    assertBadKey("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    assertBadKey(PETER.replace("c74f20a3", "C74F20A3"));
  }

  private static void assertBadKey(String key) {
    assertThatThrownBy(() -> Vkey.parse("key", key)).isInstanceOf(BadInputException.class);
  }

  @Test
  void malformedNotesAreRefused() {
    String note = TEXT + "\n" + PETER_LINE;
    assertBad(TEXT, "note: a note must be");
    assertBad(TEXT + "\n", "note: a note must be");
    assertBad(note.substring(0, note.length() - 1), "note: a note must be");
    assertBad("\u0001" + note, "note line 1: has the control character 1");
    assertBad(note.replace(" is.", " is\r."), "note line 2: has the control character 13");
    assertBad(TEXT + "\n" + PETER_LINE.replace("PeterN", "Bad N"), "note line 4: is not base64");
    assertBad(TEXT + "\n" + PETER_LINE.replace("Peter", "+"), "note line 4: a key's name");
    assertBad(TEXT + "\n" + PETER_LINE.replace("Peter", "\u2003"), "note line 4: a key's name");
    assertBad(TEXT + "\n" + PETER_LINE.replace("PeterNeumann", ""), "note line 4: a key's name");
    assertBad(note + "Unexpected line.\n", "note line 5: a signature line");
    assertBad(note.replace("nAM=", "nAN="), "note line 4: is not base64 in its canonical form");
    assertBad(note.replace("nAM=", "nAM"), "note line 4: is not base64 in its canonical form");
    assertBad(TEXT + "\n— Peter x08gow==\n", "note line 4: a signature must follow");
    assertBad(TEXT + "\n" + PETER_LINE.repeat(101), "note line 104: a note may bear at most 100");
    assertThat(Note.parse("note", bytes(TEXT + "\n" + PETER_LINE.repeat(100))).signatures())
        .hasSize(100);
    assertThatThrownBy(() -> Note.parse("note", new byte[1_000_001]))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at most 1000000");
    byte[] invalid = bytes(note);
    invalid[3] = (byte) 0xff;
    assertThatThrownBy(() -> Note.parse("note", invalid))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void theLastEmptyLineSplitsTextAndSignatures() {
    String text = "a\n\n— PeterNeumann AAAAAAA=\n\nb\n";
    Note note = Note.parse("note", bytes(text + "\n" + PETER_LINE));
    assertThat(note.text()).isEqualTo(text);
    assertThat(note.signatures()).hasSize(1);
  }

  private static void assertBad(String note, String message) {
    assertThatThrownBy(() -> Note.parse("note", bytes(note)))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(message);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
