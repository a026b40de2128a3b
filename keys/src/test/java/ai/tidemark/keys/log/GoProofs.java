package ai.tidemark.keys.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Proofs and forgeries as the JSON that the Go programs of benchmarks/crosscheck/log read and
 * write.
 */
final class GoProofs {
  private static final byte[] SPECIAL = "\n\n =+/0— \t\0".getBytes(StandardCharsets.UTF_8);

  private GoProofs() {}

  /** Adds a proof that an entry is in a tree, and a forgery, with our verdicts. */
  static void inclusion(
      ArrayNode out, StaticLog log, int index, int size, SplittableRandom random) {
    byte[] leaf = log.hash(0, index);
    List<byte[]> path = log.inclusion(index, size);
    inclusion(out, index, size, leaf, log.root(size), path);
    inclusion(out, index, size, leaf, log.root(size), forged(path, random));
    inclusion(out, random.nextInt(size), size, leaf, log.root(size), path);
  }

  private static void inclusion(
      ArrayNode out, int index, int size, byte[] leaf, byte[] root, List<byte[]> path) {
    ObjectNode it = out.addObject().put("index", index).put("size", size);
    it.put("leaf", LogText.base64(leaf)).put("root", LogText.base64(root));
    path.forEach(hash -> it.withArray("path").add(LogText.base64(hash)));
    it.put("accept", Merkle.includes(leaf, index, size, path, root));
  }

  /** Adds a proof that one tree is a beginning of another, and forgeries, with our verdicts. */
  static void consistency(
      ArrayNode out, StaticLog log, int old, int size, SplittableRandom random) {
    List<byte[]> path = log.consistency(old, size);
    consistency(out, old, size, log.root(old), log.root(size), path);
    consistency(out, old, size, log.root(old), log.root(size), forged(path, random));
    consistency(out, 1 + random.nextInt(size), size, log.root(old), log.root(size), path);
  }

  private static void consistency(
      ArrayNode out, int old, int size, byte[] oldRoot, byte[] root, List<byte[]> path) {
    ObjectNode it = out.addObject().put("old", old).put("size", size);
    it.put("oldRoot", LogText.base64(oldRoot)).put("root", LogText.base64(root));
    path.forEach(hash -> it.withArray("path").add(LogText.base64(hash)));
    it.put("accept", Merkle.consistent(old, oldRoot, size, root, path));
  }

  /** Returns our verdicts on a proof of theirs and on a forgery of it. */
  static String accepts(JsonNode it, SplittableRandom random) {
    List<byte[]> path = new ArrayList<>();
    it.get("path").forEach(hash -> path.add(LogText.hash("path", hash.asText())));
    return verdict(it, path) + ", " + verdict(it, forged(path, random));
  }

  private static String verdict(JsonNode it, List<byte[]> path) {
    byte[] root = LogText.hash("root", it.get("root").asText());
    long size = it.get("size").asLong();
    boolean accept =
        it.has("index")
            ? Merkle.includes(
                LogText.hash("leaf", it.get("leaf").asText()),
                it.get("index").asLong(),
                size,
                path,
                root)
            : Merkle.consistent(
                it.get("old").asLong(),
                LogText.hash("oldRoot", it.get("oldRoot").asText()),
                size,
                root,
                path);
    return accept ? "accept" : "refuse";
  }

  /** A path with a bit flipped, a hash more or a hash less. */
  private static List<byte[]> forged(List<byte[]> path, SplittableRandom random) {
    List<byte[]> forged = new ArrayList<>(path);
    int at = path.isEmpty() ? 0 : random.nextInt(path.size());
    switch (path.isEmpty() ? 0 : random.nextInt(3)) {
      case 0 -> forged.add(at, Merkle.sha256(new byte[] {(byte) at}));
      case 1 -> forged.remove(at);
      default -> {
        byte[] flipped = path.get(at).clone();
        flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        forged.set(at, flipped);
      }
    }
    return forged;
  }

  /** Flips a bit, sets or inserts a byte, doubles or removes a line, cuts. */
  static byte[] mutate(byte[] bytes, SplittableRandom random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    byte special = SPECIAL[random.nextInt(SPECIAL.length)];
    int line = at;
    while (line > 0 && bytes[line - 1] != '\n') {
      line--;
    }
    int next = line;
    while (next < bytes.length && bytes[next++] != '\n') {
      // to the line's end
    }
    return switch (random.nextInt(6)) {
      case 0 -> with(bytes, at, at + 1, new byte[] {(byte) (bytes[at] ^ 1 << random.nextInt(8))});
      case 1 -> with(bytes, at, at + 1, new byte[] {special});
      case 2 -> with(bytes, at, at, new byte[] {special});
      case 3 -> with(bytes, line, line, Arrays.copyOfRange(bytes, line, next));
      case 4 -> with(bytes, line, next, new byte[0]);
      default -> Arrays.copyOf(bytes, at + 1);
    };
  }

  private static byte[] with(byte[] bytes, int from, int to, byte[] piece) {
    byte[] out = new byte[from + piece.length + bytes.length - to];
    System.arraycopy(bytes, 0, out, 0, from);
    System.arraycopy(piece, 0, out, from, piece.length);
    System.arraycopy(bytes, to, out, from + piece.length, bytes.length - to);
    return out;
  }
}
