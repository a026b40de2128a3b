package ai.tidemark.keys.witness;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.Note;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The body of an {@code add-checkpoint} request: the line {@code old SIZE}, the consistency proof
 * in base64, a hash a line, an empty line, the checkpoint's note.
 *
 * @param old size of the tree that the witness is believed to have cosigned, 0 for none
 * @param proof that it is a beginning of the checkpoint's
 * @param note the checkpoint, its exact bytes
 */
@SuppressWarnings("ArrayRecordComponent") // passed on as it came
record AddCheckpoint(long old, List<byte[]> proof, byte[] note) {
  static final int MOST_PROOF = 63;
  static final int MOST_BYTES = Note.MOST_BYTES + 64 * 64;

  private static final String OLD = "old (0|[1-9][0-9]{0,18})";

  /** Returns the checkpoint; its signatures are not verified. */
  Checkpoint checkpoint() {
    return Checkpoint.parse("checkpoint", Note.parse("checkpoint", note).text());
  }

  byte[] encode() {
    StringBuilder head = new StringBuilder("old ").append(old).append('\n');
    for (byte[] hash : proof) {
      head.append(Base64.getEncoder().encodeToString(hash)).append('\n');
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(note);
    return out.toByteArray();
  }

  /**
   * Reads a body.
   *
   * @throws BadInputException if it is malformed; the note is not looked into
   */
  static AddCheckpoint parse(byte[] body) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (true) {
      int end = from;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      if (end == body.length || lines.size() > MOST_PROOF + 1) {
        throw new BadInputException(
            "request", "must be an old size, at most 63 hashes, an empty line, a checkpoint");
      }
      String line = new String(body, from, end - from, StandardCharsets.ISO_8859_1);
      from = end + 1;
      if (line.isEmpty()) {
        break;
      }
      lines.add(line);
    }
    if (lines.isEmpty() || !lines.getFirst().matches(OLD)) {
      throw new BadInputException("request:1", "must be: old SIZE");
    }
    List<byte[]> proof = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      proof.add(hash(proof.size() + 2, line));
    }
    try {
      return new AddCheckpoint(
          Long.parseLong(lines.getFirst().substring("old ".length())),
          proof,
          Arrays.copyOfRange(body, from, body.length));
    } catch (NumberFormatException e) {
      throw new BadInputException("request:1", "size must be below 2^63", e);
    }
  }

  private static byte[] hash(int line, String text) {
    try {
      byte[] hash = Base64.getDecoder().decode(text);
      if (hash.length == Merkle.BYTES && Base64.getEncoder().encodeToString(hash).equals(text)) {
        return hash;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new BadInputException("request:" + line, "must be a hash of 32 bytes in base64");
  }
}
