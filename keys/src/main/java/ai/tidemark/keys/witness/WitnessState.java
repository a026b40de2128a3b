package ai.tidemark.keys.witness;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.disk.Access;
import ai.tidemark.keys.disk.Disk;
import ai.tidemark.keys.disk.Durable;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.Note;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last checkpoint of each log that a witness cosigned, in a folder that one witness has: {@code
 * state.json}, replaced at once and durably; and {@code conflicts/}, pairs of notes that show a log
 * to have signed two trees of one size. Not thread-safe.
 */
final class WitnessState implements Closeable {
  static final String FORMAT = "tidemark-witness-state-v1";

  private static final String FILE = "state.json";
  private static final int MOST_CONFLICTS = 1000;

  private final Disk disk;
  private final Durable durable;
  private final Path folder;
  private final Closeable lock;
  private final Map<String, byte[]> notes; // by origin

  private WitnessState(
      Disk disk, Durable durable, Path folder, Closeable lock, Map<String, byte[]> notes) {
    this.disk = disk;
    this.durable = durable;
    this.folder = folder;
    this.lock = lock;
    this.notes = notes;
  }

  static WitnessState open(Disk disk, Path folder) throws IOException {
    Durable durable = new Durable(disk, folder);
    durable.folder(folder);
    Closeable lock = disk.lock(folder.resolve("lock"));
    try {
      return new WitnessState(disk, durable, folder, lock, read(disk, folder.resolve(FILE)));
    } catch (IOException | RuntimeException e) {
      Durable.closeAfter(e, lock);
      throw e;
    }
  }

  private static Map<String, byte[]> read(Disk disk, Path file) throws IOException {
    Map<String, byte[]> notes = new TreeMap<>();
    byte[] json;
    try {
      json = disk.read(file);
    } catch (NoSuchFileException _) {
      return notes;
    }
    StrictJson root = StrictJson.parse(file.toString(), json);
    root.requireText("format", FORMAT);
    for (String text : root.texts("notes", "(?s).+")) {
      byte[] note = text.getBytes(StandardCharsets.UTF_8);
      if (notes.put(checkpoint(note).origin(), note) != null) {
        throw new BadInputException(file + "#/notes", "two checkpoints are of one log");
      }
    }
    root.end();
    return notes;
  }

  private static Checkpoint checkpoint(byte[] note) {
    return Checkpoint.parse("checkpoint", Note.parse("checkpoint", note).text());
  }

  /** Returns the last checkpoint of a log. */
  Optional<Checkpoint> last(String origin) {
    byte[] note = notes.get(origin);
    return note == null ? Optional.empty() : Optional.of(checkpoint(note));
  }

  /** Puts a checkpoint in the place of a log's last one, durably. */
  void put(String origin, byte[] note) throws IOException {
    Map<String, byte[]> next = new TreeMap<>(notes);
    next.put(origin, note.clone());
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
    ArrayNode array = root.putArray("notes");
    next.values().forEach(bytes -> array.add(new String(bytes, StandardCharsets.UTF_8)));
    durable.replace(folder.resolve(FILE), Access.EVERYONE, CanonicalJson.bytes(root));
    notes.put(origin, note.clone());
  }

  /** Keeps a log's last checkpoint and one that contradicts it; the first thousand such pairs. */
  void keepConflict(String origin, byte[] note) throws IOException {
    byte[] last = notes.get(origin);
    Path conflicts = folder.resolve("conflicts");
    durable.folder(conflicts);
    if (last != null && disk.list(conflicts).size() < MOST_CONFLICTS) {
      ObjectNode root =
          JsonNodeFactory.instance
              .objectNode()
              .put("cosigned", new String(last, StandardCharsets.UTF_8))
              .put("refused", new String(note, StandardCharsets.UTF_8));
      byte[] json = CanonicalJson.bytes(root);
      String name = HexFormat.of().formatHex(Merkle.sha256(json), 0, 16) + ".json";
      durable.replace(conflicts.resolve(name), Access.EVERYONE, json);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
