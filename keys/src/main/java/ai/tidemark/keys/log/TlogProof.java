package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A proof that an entry stands in a log (C2SP tlog-proof v1), verified without a network.
 *
 * @param index of the entry, at least 0
 * @param extra unauthenticated bytes for the application, at most 65,536; ours has none
 * @param path audit path, nearest sibling first; at most 63 hashes of 32 bytes
 * @param checkpoint the bytes of the checkpoint's note, verbatim
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, never compared
public record TlogProof(long index, byte[] extra, List<byte[]> path, byte[] checkpoint) {
  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";
  private static final int MOST_PATH = 63;
  private static final int MOST_EXTRA = 1 << 16;
  private static final int MOST_BYTES = Note.MOST_BYTES + 100_000;

  /** Checks the shapes. */
  public TlogProof {
    extra = extra.clone();
    checkpoint = checkpoint.clone();
    path = path.stream().map(byte[]::clone).toList();
    if (index < 0 || extra.length > MOST_EXTRA || path.size() > MOST_PATH) {
      throw new IllegalArgumentException(
          "index must be at least 0, extra have at most 65536 bytes, path at most 63 hashes");
    }
    if (!path.stream().allMatch(hash -> hash.length == Merkle.BYTES)) {
      throw new IllegalArgumentException("a hash of the path must have 32 bytes");
    }
  }

  /** A proof without extra bytes. */
  public TlogProof(long index, List<byte[]> path, byte[] checkpoint) {
    this(index, new byte[0], path, checkpoint);
  }

  @Override
  public byte[] extra() {
    return extra.clone();
  }

  @Override
  public List<byte[]> path() {
    return path.stream().map(byte[]::clone).toList();
  }

  @Override
  public byte[] checkpoint() {
    return checkpoint.clone();
  }

  /** Returns its bytes. */
  public byte[] encode() {
    StringBuilder out = new StringBuilder(HEADER).append('\n');
    if (extra.length > 0) {
      out.append(EXTRA).append(LogText.base64(extra)).append('\n');
    }
    out.append(INDEX).append(index).append('\n');
    path.forEach(hash -> out.append(LogText.base64(hash)).append('\n'));
    byte[] head = out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(head, head.length + checkpoint.length);
    System.arraycopy(checkpoint, 0, bytes, head.length, checkpoint.length);
    return bytes;
  }

  /**
   * Reads a proof. Its checkpoint is read as a note too, but nothing is verified.
   *
   * @param where file, for messages
   * @throws BadInputException if it is malformed
   */
  public static TlogProof parse(String where, byte[] bytes) {
    String all = LogText.decode(where, bytes, MOST_BYTES);
    int split = all.indexOf("\n\n");
    if (split < 0) {
      throw new BadInputException(where, "a proof must have an empty line before its checkpoint");
    }
    String[] lines = all.substring(0, split).split("\n", -1);
    if (!lines[0].equals(HEADER)) {
      throw new BadInputException(LogText.at(where, 1), "must be " + HEADER);
    }
    int at = 1;
    byte[] extra = {};
    if (at < lines.length && lines[at].startsWith(EXTRA)) {
      extra = extra(LogText.at(where, at + 1), lines[at].substring(EXTRA.length()));
      at++;
    }
    if (at == lines.length || !lines[at].startsWith(INDEX)) {
      throw new BadInputException(LogText.at(where, at + 1), "must be: index, space, number");
    }
    long index = LogText.decimal(LogText.at(where, at + 1), lines[at].substring(INDEX.length()));
    at++;
    if (lines.length - at > MOST_PATH) {
      throw new BadInputException(where, "a path has at most " + MOST_PATH + " hashes");
    }
    List<byte[]> path = new ArrayList<>();
    for (; at < lines.length; at++) {
      path.add(LogText.hash(LogText.at(where, at + 1), lines[at]));
    }
    byte[] checkpoint = all.substring(split + 2).getBytes(StandardCharsets.UTF_8);
    String inside = where + " checkpoint";
    Checkpoint.parse(inside, Note.parse(inside, checkpoint).text());
    return new TlogProof(index, extra, path, checkpoint);
  }

  private static byte[] extra(String where, String text) {
    byte[] extra = LogText.base64(where, text);
    if (extra.length == 0 || extra.length > MOST_EXTRA) {
      throw new BadInputException(where, "extra data must have 1.." + MOST_EXTRA + " bytes");
    }
    return extra;
  }

  /**
   * Verifies that the log holds an entry at the index.
   *
   * @return the checkpoint it stands under
   * @throws LogException if the policy refuses the checkpoint, or the entry is not included
   * @throws BadInputException if the checkpoint is malformed
   */
  public VerifiedCheckpoint verify(LogPolicy policy, byte[] entry) {
    VerifiedCheckpoint verified = policy.verify("checkpoint of the proof", checkpoint);
    if (!Merkle.includes(Merkle.leaf(entry), index, verified.size(), path, verified.root())) {
      throw new LogException(
          LogException.Code.NOT_INCLUDED,
          "the path does not lead from the entry at index "
              + index
              + " to the root of size "
              + verified.size());
    }
    return verified;
  }
}
