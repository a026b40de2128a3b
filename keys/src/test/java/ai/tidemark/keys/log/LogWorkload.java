package ai.tidemark.keys.log;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.disk.SimulatedDisk;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One log on a simulated disk, what was acknowledged of it and every checkpoint that anyone may
 * have seen; {@link #check} holds the log to them.
 */
final class LogWorkload {
  static final Path FOLDER = Path.of("/log");

  private static final NoteSigner SIGNER =
      new NoteSigner("example.com/log", LocalSigner.generate(Algorithm.ED25519));
  private static final int SEGMENT = 256; // as many entries, so that small logs have several

  private final SimulatedDisk disk;
  private final List<byte[]> acknowledged = new ArrayList<>();
  private final List<byte[]> perhaps = new ArrayList<>(); // appended since, not acknowledged
  private final List<Checkpoint> issued = new ArrayList<>();
  private int made;

  LogWorkload(SimulatedDisk disk) {
    this.disk = disk;
  }

  /** Appends batches; a checkpoint after every second one. */
  void session(int... batches) throws IOException {
    try (DurableLog log = open()) {
      boolean second = false;
      for (int batch : batches) {
        append(log, batch);
        if (second) {
          issued(log.checkpoint());
        }
        second = !second;
      }
    }
  }

  /** Appends random batches and makes checkpoints at random. */
  void session(Random random, int steps) throws IOException {
    try (DurableLog log = open()) {
      for (int i = 0; i < steps; i++) {
        append(log, random.nextInt(random.nextInt(3) == 0 ? 400 : 20));
        if (random.nextInt(3) == 0) {
          issued(log.checkpoint());
        }
      }
    }
  }

  private DurableLog open() throws IOException {
    return DurableLog.open(disk, FOLDER, SIGNER, SEGMENT);
  }

  private void append(DurableLog log, int batch) throws IOException {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      entries.add(("entry " + made++ + "#".repeat(made % 97)).getBytes(StandardCharsets.UTF_8));
    }
    perhaps.addAll(entries);
    assertThat(log.append(entries)).isEqualTo(acknowledged.size());
    acknowledged.addAll(perhaps);
    perhaps.clear();
  }

  private void issued(Note note) {
    issued.add(Checkpoint.parse("checkpoint", note.text()));
  }

  /** What a reader may have fetched before the machine went down. */
  void rememberCheckpoint() throws IOException {
    try {
      Note note = Note.parse("checkpoint", disk.read(FOLDER.resolve("checkpoint")));
      issued(note);
    } catch (NoSuchFileException _) {
      // the log was not made
    }
  }

  /** Opens the log again and holds it to all that was promised. */
  void check() throws IOException {
    try (DurableLog log = open()) {
      issued(log.checkpoint());
      LogReader reader = LogReader.open(disk, FOLDER);
      assertThat(reader.size())
          .isBetween((long) acknowledged.size(), (long) acknowledged.size() + perhaps.size());
      acknowledged.addAll(perhaps.subList(0, (int) reader.size() - acknowledged.size()));
      perhaps.clear();
      assertThat(reader.entries(0, reader.size())).containsExactlyElementsOf(acknowledged);
      byte[] root = Merkle.root(acknowledged.stream().map(Merkle::leaf).toList());
      assertThat(reader.checkpoint().root()).isEqualTo(root);
      for (Checkpoint old : issued) {
        assertThat(
                Merkle.consistent(
                    old.size(),
                    old.root(),
                    reader.size(),
                    root,
                    reader.consistency(old.size(), reader.size())))
            .as("checkpoint of size %d", old.size())
            .isTrue();
      }
    }
  }
}
