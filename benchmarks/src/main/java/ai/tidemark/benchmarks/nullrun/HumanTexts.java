package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The corpus: every text's token ids, one after the other. Tokenising takes a minute, so the ids
 * are kept in a file beside the corpus, under the SHA-256 of the corpus and the tokenizer's
 * fingerprint.
 */
final class HumanTexts implements Texts {
  private final String sha256;
  private final int[] ids; // shape [starts[count]]
  private final int[] starts; // text t is at [starts[t], starts[t + 1])
  private final int mostIds;

  private HumanTexts(String sha256, int[] ids, int[] starts, int mostIds) {
    this.sha256 = sha256;
    this.ids = ids;
    this.starts = starts;
    this.mostIds = mostIds;
  }

  /** Returns SHA-256 of the corpus file. */
  String sha256() {
    return sha256;
  }

  /** Size of the small vocabulary of {@link #folded}. */
  static final int FOLD = 2048;

  private static final int FORMAT = 0x544E4C31; // "TNL1"

  /**
   * Reads a corpus.
   *
   * @param corpus JSONL, each line an object with the field {@code text}
   * @throws BadInputException if it is not one, or cannot be read
   */
  static HumanTexts read(Path corpus, Tokenizer tokenizer) {
    try {
      String sha256 = sha256(corpus);
      String version = sha256 + " " + tokenizer.fingerprint();
      Path cache = corpus.resolveSibling(corpus.getFileName() + "." + tokenizer.name() + ".ids");
      if (Files.exists(cache)) {
        try (DataInputStream in = input(cache)) {
          if (in.readInt() == FORMAT && in.readUTF().equals(version)) {
            return load(sha256, in);
          }
        }
      }
      HumanTexts texts = of(sha256, JsonLines.tokenise(corpus, tokenizer));
      texts.save(cache, version);
      return texts;
    } catch (IOException e) {
      throw new BadInputException(corpus.toString(), "cannot be read, or its ids not be kept", e);
    }
  }

  /** Texts given as arrays of ids. */
  static HumanTexts of(String sha256, Iterable<int[]> texts) {
    TokenBuffer ids = new TokenBuffer(1 << 16);
    TokenBuffer starts = new TokenBuffer();
    starts.add(0);
    int most = 0;
    for (int[] text : texts) {
      for (int id : text) {
        ids.add(id);
      }
      starts.add(ids.size());
      most = Math.max(most, text.length);
    }
    return new HumanTexts(sha256, ids.toArray(), starts.toArray(), most);
  }

  @Override
  public int count() {
    return starts.length - 1;
  }

  @Override
  public int mostIds() {
    return mostIds;
  }

  @Override
  public int read(int text, int[] into) {
    int n = starts[text + 1] - starts[text];
    System.arraycopy(ids, starts[text], into, 0, n);
    return n;
  }

  /** Returns how many tokens all texts have. */
  int tokens() {
    return ids.length;
  }

  /** Returns the texts as their UTF-8 bytes, each byte an id in 0..255. */
  Texts asBytes(Tokenizer tokenizer) {
    byte[][] bytes = new byte[tokenizer.vocabularySize()][];
    for (int id = 0; id < bytes.length; id++) {
      bytes[id] = tokenizer.bytes(id);
    }
    int most = 0;
    for (int text = 0; text < count(); text++) {
      int n = 0;
      for (int i = starts[text]; i < starts[text + 1]; i++) {
        n += bytes[ids[i]].length;
      }
      most = Math.max(most, n);
    }
    return new Bytes(this, bytes, most);
  }

  /** Returns the texts with every id taken modulo {@link #FOLD}. */
  Texts folded() {
    return new Folded(this);
  }

  private record Folded(HumanTexts texts) implements Texts {
    @Override
    public int count() {
      return texts.count();
    }

    @Override
    public int mostIds() {
      return texts.mostIds();
    }

    @Override
    public int read(int text, int[] into) {
      int n = texts.read(text, into);
      for (int i = 0; i < n; i++) {
        into[i] %= FOLD;
      }
      return n;
    }
  }

  private static final class Bytes implements Texts {
    private final HumanTexts texts;
    private final byte[][] bytes;
    private final int mostIds;

    Bytes(HumanTexts texts, byte[][] bytes, int mostIds) {
      this.texts = texts;
      this.bytes = bytes;
      this.mostIds = mostIds;
    }

    @Override
    public int mostIds() {
      return mostIds;
    }

    @Override
    public int count() {
      return texts.count();
    }

    @Override
    public int read(int text, int[] into) {
      int n = 0;
      for (int i = texts.starts[text]; i < texts.starts[text + 1]; i++) {
        for (byte b : bytes[texts.ids[i]]) {
          into[n++] = b & 0xFF;
        }
      }
      return n;
    }
  }

  private void save(Path cache, String version) throws IOException {
    Path part = cache.resolveSibling(cache.getFileName() + ".part");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part), 1 << 16))) {
      out.writeInt(FORMAT);
      out.writeUTF(version);
      out.writeInt(mostIds);
      write(out, starts);
      write(out, ids);
    }
    Files.move(part, cache, StandardCopyOption.REPLACE_EXISTING);
  }

  private static HumanTexts load(String sha256, DataInputStream in) throws IOException {
    int most = in.readInt();
    int[] starts = ints(in);
    return new HumanTexts(sha256, ints(in), starts, most);
  }

  private static void write(DataOutputStream out, int[] values) throws IOException {
    out.writeInt(values.length);
    for (int value : values) {
      out.writeInt(value);
    }
  }

  private static int[] ints(DataInputStream in) throws IOException {
    int[] values = new int[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readInt();
    }
    return values;
  }

  private static DataInputStream input(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }
}
