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
 * SentencePiece's BPE as llama.cpp runs it on a GGUF file of tokenizer kind {@code llama} (Gemma up
 * to 3, Llama 1 and 2, Mistral); ids equal {@code /tokenize} with {@code parse_special: false}:
 *
 * <ol>
 *   <li>The text is cut at user-defined tokens, the longest first, then by id.
 *   <li>Each part between gets a space in front where the file says {@code add_space_prefix}, and
 *       its spaces become U+2581.
 *   <li>Characters are merged, the highest score first, the leftmost on ties; what is not in the
 *       vocabulary at the end is spelled in byte tokens.
 * </ol>
 *
 * <p>Control, unknown and byte tokens are never the result of a merge, as in SentencePiece itself;
 * llama.cpp does not check, which shows only in a vocabulary that can spell such a token's name.
 * U+2581 in a text comes back as a space. Thread-safe.
 */
public final class SentencePieceBpe implements Tokenizer {
  private final SentencePieceVocabulary vocabulary;
  private final PieceEncoders encoders;
  private final ByteTable output;
  private final String fingerprint;

  SentencePieceBpe(SentencePieceVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    ByteTable.Builder bytes = new ByteTable.Builder(vocabulary.size());
    int[] user = new int[vocabulary.size()];
    int users = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      TokenKind kind = vocabulary.kind(id);
      if (kind == TokenKind.USER_DEFINED) {
        user[users++] = id;
      }
      bytes.add(output(kind, vocabulary.tokens().get(id)));
    }
    output = bytes.build();
    encoders = new PieceEncoders(SentencePieceRules.of(vocabulary, Arrays.copyOf(user, users)));
    fingerprint = fingerprint(vocabulary);
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
      return new SentencePieceBpe(SentencePieceVocabulary.of(metadata));
    } catch (NoSuchFileException e) {
      throw new BadInputException(where, "does not exist; name the model's GGUF file", e);
    } catch (IOException e) {
      throw new BadInputException(where, "cannot be read: " + e, e);
    }
  }

  /** Returns {@code sentencepiece-bpe-} and the vocabulary size. */
  @Override
  public String name() {
    return "sentencepiece-bpe-" + vocabulary.size();
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public int vocabularySize() {
    return vocabulary.size();
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
    return switch (vocabulary.kind(id)) {
      case CONTROL, UNKNOWN -> true;
      case NORMAL, USER_DEFINED, UNUSED, BYTE -> false;
    };
  }

  private void checkId(int id) {
    if (id < 0 || id >= vocabulary.size()) {
      throw new IllegalArgumentException(
          "id must be in 0.." + (vocabulary.size() - 1) + ", but is " + id);
    }
  }

  private static byte[] output(TokenKind kind, byte[] token) {
    return switch (kind) {
      case CONTROL, UNKNOWN -> new byte[0];
      case USER_DEFINED -> token;
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
