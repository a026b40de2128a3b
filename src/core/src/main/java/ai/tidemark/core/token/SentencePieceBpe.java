package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

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
  private final TokenIndex mergeable;
  private final CharPairs pairs = new CharPairs();
  private final int[] rank;
  private final UserDefinedTokens userDefined;
  private final ByteTable output;
  private final SegmentCache cache = new SegmentCache();
  private final String fingerprint;

  SentencePieceBpe(SentencePieceVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    mergeable = new TokenIndex(vocabulary.tokens());
    ByteTable.Builder bytes = new ByteTable.Builder(vocabulary.size());
    int[] user = new int[vocabulary.size()];
    int users = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      byte[] token = vocabulary.tokens().get(id);
      TokenKind kind = vocabulary.kind(id);
      switch (kind) {
        case NORMAL, USER_DEFINED, UNUSED -> {
          mergeable.add(id);
          pairs.addAll(token);
        }
        case CONTROL, UNKNOWN, BYTE -> {}
      }
      if (kind == TokenKind.USER_DEFINED) {
        user[users++] = id;
      }
      bytes.add(output(kind, token));
    }
    output = bytes.build();
    userDefined = new UserDefinedTokens(vocabulary.tokens(), Arrays.copyOf(user, users));
    rank = ranks(vocabulary.scores());
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
    userDefined.split(WellFormed.text(text).getBytes(StandardCharsets.UTF_8), new Encoder(out));
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

  /** One text on its way; collects a piece that no merge can leave, then merges it. */
  private final class Encoder implements UserDefinedTokens.Sink {
    private final TokenBuffer out;
    private final Merges merges = new Merges(Merges.Unit.CHARACTER, mergeable, rank);
    private byte[] segment = new byte[256];
    private int length;
    private int last; // the segment's last character

    Encoder(TokenBuffer out) {
      this.out = out;
    }

    @Override
    public void token(int id) {
      out.add(id);
    }

    @Override
    public void raw(byte[] text, int from, int to) {
      length = 0;
      if (vocabulary.addSpacePrefix()) {
        append(Chars.SPACE, 3);
      }
      int i = from;
      while (i < to) {
        if (text[i] == ' ') {
          append(Chars.SPACE, 3);
          i++;
        } else {
          int end = Chars.end(text, i, to);
          append(Chars.pack(text, i, end), end - i);
          i = end;
        }
      }
      flush();
    }

    private void append(int c, int bytes) {
      if (length > 0 && !pairs.joined(last, c)) {
        flush();
      }
      if (length + 4 > segment.length) {
        segment = Arrays.copyOf(segment, segment.length + (segment.length >> 1));
      }
      for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        segment[length++] = (byte) (c >> shift);
      }
      last = c;
    }

    private void flush() {
      boolean small = length <= SegmentCache.MAX_BYTES;
      if (!small || !cache.recall(segment, length, out)) {
        int before = out.size();
        merges.run(segment, length, this::piece);
        if (small) {
          cache.keep(segment, length, out, before);
        }
      }
      length = 0;
    }

    private void piece(int from, int to) {
      int id = mergeable.find(segment, from, to);
      if (id >= 0) {
        out.add(id);
        return;
      }
      for (int i = from; i < to; i++) {
        out.add(vocabulary.byteIds()[segment[i] & 0xff]);
      }
    }
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
      if (i + 3 <= token.length && Chars.pack(token, i, i + 3) == Chars.SPACE) {
        result[n++] = ' ';
        i += 3;
      } else {
        result[n++] = token[i++];
      }
    }
    return Arrays.copyOf(result, n);
  }

  /** Numbers the distinct scores upwards; 0.0 and -0.0 are one score. */
  private static int[] ranks(float[] scores) {
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    int[] ranks = new int[scores.length];
    for (int i = 0; i < scores.length; i++) {
      ranks[i] = firstIndex(sorted, scores[i]);
    }
    return ranks;
  }

  private static int firstIndex(float[] sorted, float score) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
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
