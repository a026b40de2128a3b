package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * SentencePiece's BPE (Gemma up to 3, Llama 1 and 2, Mistral), in one of two readings, each equal
 * to its original in every id:
 *
 * <ul>
 *   <li>from a GGUF file of tokenizer kind {@code llama} as llama.cpp runs it ({@code /tokenize}
 *       with {@code parse_special: false}): any two neighbours merge that make a token, the token
 *       with the highest score first; user-defined tokens are cut out of the text before, the
 *       longest first, then by id;
 *   <li>from a tokenizer.json as Hugging Face's tokenizers runs it ({@code encode_special_tokens}):
 *       merges by their rank; added tokens that are not special are cut out before, from the left,
 *       the longest at each place.
 * </ul>
 *
 * <p>Spaces become U+2581, some parts get one in front where the file says so, characters merge,
 * the leftmost pair on ties, and what is not in the vocabulary at the end is spelled in byte
 * tokens.
 *
 * <p>Control, unknown and byte tokens are never the result of a merge, as in SentencePiece itself;
 * llama.cpp does not check, which shows only in a vocabulary that can spell such a token's name.
 * U+2581 in a text comes back as a space.
 *
 * <p>Thread-safe. Beside its vocabulary (some 20 MB for Gemma 3) it keeps 17 MB of caches for each
 * thread that encodes at the same time, for at most as many as there are processors.
 */
public final class SentencePieceBpe implements Tokenizer {
  private final byte[] kinds;
  private final ByteTable output;
  private final PieceEncoders encoders;
  private final String fingerprint;

  /**
   * @param kinds by id, codes of {@link TokenKind}
   * @param pieces by id, as the vocabulary spells them
   * @param unescapeAll whether U+2581 becomes a space in user-defined tokens too
   */
  SentencePieceBpe(
      byte[] kinds,
      ByteTable pieces,
      boolean unescapeAll,
      SentencePieceRules rules,
      String fingerprint) {
    this.kinds = kinds;
    this.fingerprint = fingerprint;
    ByteTable.Builder bytes = new ByteTable.Builder(kinds.length);
    for (int id = 0; id < kinds.length; id++) {
      bytes.add(output(TokenKind.of(kinds[id]), pieces.get(id), unescapeAll));
    }
    output = bytes.build();
    encoders = new PieceEncoders(rules);
  }

  private static SentencePieceBpe of(SentencePieceVocabulary vocabulary) {
    return new SentencePieceBpe(
        vocabulary.kinds(),
        vocabulary.tokens(),
        false,
        SentencePieceRules.of(vocabulary),
        fingerprint(vocabulary));
  }

  /**
   * Reads the tokenizer of a GGUF file. Only the header is read; a changed tensor does not change
   * the fingerprint.
   *
   * @throws BadInputException if the file cannot be read, is damaged, or holds another kind of
   *     tokenizer; with the byte offset where there is one
   */
  public static SentencePieceBpe read(Path gguf) {
    String where = gguf.toString();
    try (SeekableByteChannel channel = Files.newByteChannel(gguf)) {
      GgufMetadata metadata = GgufMetadata.read(channel, where, SentencePieceVocabulary::needs);
      return of(SentencePieceVocabulary.of(metadata));
    } catch (NoSuchFileException e) {
      throw new BadInputException(where, "does not exist; name the model's GGUF file", e);
    } catch (IOException e) {
      throw new BadInputException(where, "cannot be read: " + e, e);
    }
  }

  /** Returns {@code sentencepiece-bpe-} and the vocabulary size. */
  @Override
  public String name() {
    return "sentencepiece-bpe-" + kinds.length;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public int vocabularySize() {
    return kinds.length;
  }

  @Override
  public void encode(String text, TokenBuffer out) {
    byte[] utf8 = WellFormed.text(text).getBytes(StandardCharsets.UTF_8);
    encode(utf8, 0, utf8.length, out);
  }

  @Override
  public void encode(byte[] utf8, int from, int to, TokenBuffer out) {
    Objects.checkFromToIndex(from, to, utf8.length);
    int before = out.size();
    PieceEncoder encoder = encoders.borrow();
    boolean wellFormed = encoder.encode(utf8, from, to, out);
    encoders.giveBack(encoder);
    if (!wellFormed) {
      out.cut(before);
      encode(new String(utf8, from, to - from, StandardCharsets.UTF_8), out);
    }
  }

  @Override
  public byte[] bytes(int id) {
    checkId(id);
    return output.get(id);
  }

  @Override
  public boolean isControl(int id) {
    checkId(id);
    return switch (TokenKind.of(kinds[id])) {
      case CONTROL, UNKNOWN -> true;
      case UNUSED -> output.length(id) == 0; // not assigned
      case NORMAL, USER_DEFINED, BYTE -> false;
    };
  }

  private void checkId(int id) {
    if (id < 0 || id >= kinds.length) {
      throw new IllegalArgumentException(
          "id must be in 0.." + (kinds.length - 1) + ", but is " + id);
    }
  }

  private static byte[] output(TokenKind kind, byte[] token, boolean unescapeAll) {
    return switch (kind) {
      case CONTROL, UNKNOWN -> new byte[0];
      case USER_DEFINED -> unescapeAll ? unescaped(token) : token;
      case BYTE ->
          new byte[] {
            (byte) Integer.parseInt(new String(token, 3, 2, StandardCharsets.US_ASCII), 16)
          };
      case NORMAL, UNUSED -> unescaped(token);
    };
  }

  private static byte[] unescaped(byte[] token) {
    byte[] result = new byte[token.length];
    int n = 0;
    int i = 0;
    while (i < token.length) {
      if (token[i] != ' ' && Chars.decode(token, i, token.length) == ' ') {
        result[n++] = ' ';
        i += 3;
      } else {
        result[n++] = token[i++];
      }
    }
    return Arrays.copyOf(result, n);
  }

  private static String fingerprint(SentencePieceVocabulary vocabulary) {
    return new Fingerprint("sentencepiece-bpe")
        .rule("add-space-prefix", Boolean.toString(vocabulary.addSpacePrefix()))
        .tokens(
            vocabulary.size(),
            new Fingerprint.Entry() {
              @Override
              public TokenKind kind(int id) {
                return vocabulary.kind(id);
              }

              @Override
              public float score(int id) {
                return vocabulary.scores()[id];
              }
            },
            vocabulary.tokens());
  }
}
