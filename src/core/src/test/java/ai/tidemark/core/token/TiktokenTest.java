package ai.tidemark.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.IntArrayList;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our encodings against jtokkit, which knows nothing of our splitters, caches and merges. */
final class TiktokenTest {

  @ParameterizedTest
  @ValueSource(strings = {"cl100k_base", "o200k_base"})
  void idsOfRandomTextsAreThoseOfJtokkit(String name) {
    Tokenizer own = Tokenizers.open(name);
    Encoding peer = Encodings.newLazyEncodingRegistry().getEncoding(name).orElseThrow();
    Random random = new Random(name.hashCode());
    for (int i = 0; i < 12_000; i++) {
      String text = RandomTexts.next(random);
      assertThat(own.encode(text)).as(text).containsExactly(ids(peer.encodeOrdinary(text)));
    }
  }

  /** Pieces of every length, so that each cache and both ways of merging have their turn. */
  @ParameterizedTest
  @ValueSource(strings = {"cl100k_base", "o200k_base"})
  void idsOfLongPiecesAreThoseOfJtokkit(String name) {
    Tokenizer own = Tokenizers.open(name);
    Encoding peer = Encodings.newLazyEncodingRegistry().getEncoding(name).orElseThrow();
    Random random = new Random(3);
    for (int round = 0; round < 2; round++) {
      for (int length = 1; length < 700; length += 3) {
        int letters = 1 + random.nextInt(26);
        StringBuilder piece = new StringBuilder();
        for (int i = 0; i < length; i++) {
          piece.append((char) ('a' + random.nextInt(letters)));
        }
        String text = piece + " " + piece + piece.charAt(0) + "\n" + "=".repeat(length) + piece;
        assertThat(own.encode(text)).as(text).containsExactly(ids(peer.encodeOrdinary(text)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cl100k_base", "o200k_base"})
  void bytesThatAreNoUtf8CountAsTheReplacementCharacter(String name) {
    Tokenizer own = Tokenizers.open(name);
    Random random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      byte[] broken = RandomTexts.next(random).getBytes(StandardCharsets.UTF_8);
      for (int k = random.nextInt(4); k > 0 && broken.length > 0; k--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      byte[] inside = new byte[broken.length + 9];
      Arrays.fill(inside, (byte) 'x');
      System.arraycopy(broken, 0, inside, 4, broken.length);
      TokenBuffer out = new TokenBuffer();
      own.encode(inside, 4, 4 + broken.length, out);
      assertThat(out.toArray())
          .containsExactly(own.encode(new String(broken, StandardCharsets.UTF_8)));
    }
  }

  private static int[] ids(IntArrayList list) {
    int[] ids = new int[list.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = list.get(i);
    }
    return ids;
  }
}
