package ai.tidemark.core.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Hashes the canonical form of a tokenizer (docs/formats/tokenizer-fingerprint.md):
 *
 * <pre>
 * tidemark-tokenizer-v1 LF
 * kind SP &lt;kind&gt; LF
 * &lt;rule&gt; SP &lt;value&gt; LF          for each rule, in the order the kind prescribes
 * tokens SP &lt;decimal count&gt; LF
 * then for each id from 0: kind code (1 byte), score (4 bytes, big-endian float32 bits),
 *                          length (4 bytes, big-endian), that many bytes
 * </pre>
 */
final class Fingerprint {
  private final MessageDigest digest;
  private final ByteBuffer head = ByteBuffer.allocate(9);

  Fingerprint(String kind) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
    line("tidemark-tokenizer-v1");
    rule("kind", kind);
  }

  Fingerprint rule(String name, String value) {
    line(name + " " + value);
    return this;
  }

  /**
   * Adds merges in their order: a line with their number, then 4 bytes, big-endian, for the left
   * and for the right id of each.
   *
   * @param merges left id, right id and merged id of each
   */
  Fingerprint merges(int[] merges) {
    rule("merges", Integer.toString(merges.length / 3));
    for (int i = 0; i < merges.length; i += 3) {
      head.clear();
      head.putInt(merges[i]).putInt(merges[i + 1]);
      digest.update(head.array(), 0, 8);
    }
    return this;
  }

  /** Adds all entries and returns the result; nothing may be added afterwards. */
  String tokens(int count, Entry entry, ByteTable bytes) {
    rule("tokens", Integer.toString(count));
    for (int id = 0; id < count; id++) {
      head.clear();
      head.put((byte) entry.kind(id).code())
          .putInt(Float.floatToRawIntBits(entry.score(id)))
          .putInt(bytes.length(id));
      digest.update(head.array());
      digest.update(bytes.data(), bytes.start(id), bytes.length(id));
    }
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  /** Kind and score of each id. */
  interface Entry {
    TokenKind kind(int id);

    float score(int id);
  }

  private void line(String text) {
    digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
