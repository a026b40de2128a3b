package ai.tidemark.keys.witness;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.disk.Disk;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.Cosigner;
import ai.tidemark.keys.log.LogException;
import ai.tidemark.keys.log.LogPolicy;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.Vkey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A witness without its web server (C2SP tlog-witness). It cosigns a checkpoint of a log it knows
 * if that extends the last one it cosigned, which is durable before the cosignature leaves.
 * Thread-safe: one request at a time.
 */
public final class Witness implements Closeable {
  private static final String SIZE_TYPE = "text/x.tlog.size";
  private static final String TEXT_TYPE = "text/plain; charset=utf-8";

  private final Map<String, LogPolicy> logs = new HashMap<>();
  private final List<Cosigner> cosigners;
  private final WitnessState state;
  private boolean broken;

  /** What to answer over HTTP. */
  @SuppressWarnings("ArrayRecordComponent") // made for one answer
  public record Answer(int status, String contentType, byte[] body) {}

  private Witness(List<Vkey> logs, List<Cosigner> cosigners, WitnessState state) {
    for (Vkey log : logs) {
      if (this.logs.put(log.name(), LogPolicy.of(log)) != null) {
        throw new IllegalArgumentException("logs must have one key each: " + log.name());
      }
    }
    this.cosigners = List.copyOf(cosigners);
    this.state = state;
  }

  /**
   * Opens a witness.
   *
   * @param folder of its state, made if need be; no other witness may have it
   * @param logs keys of the logs it knows, one each
   * @param cosigners its own keys, at least one
   * @throws BadInputException if the state is damaged
   */
  public static Witness open(Disk disk, Path folder, List<Vkey> logs, List<Cosigner> cosigners)
      throws IOException {
    if (cosigners.isEmpty()) {
      throw new IllegalArgumentException("a witness must have a key");
    }
    return new Witness(logs, cosigners, WitnessState.open(disk, folder.toAbsolutePath()));
  }

  /** Answers an {@code add-checkpoint} request. */
  public synchronized Answer addCheckpoint(byte[] body) {
    AddCheckpoint request;
    Checkpoint checkpoint;
    try {
      request = AddCheckpoint.parse(body);
      checkpoint = request.checkpoint();
    } catch (BadInputException e) {
      return refuse(400, String.valueOf(e.getMessage()));
    }
    LogPolicy policy = logs.get(checkpoint.origin());
    if (policy == null) {
      return refuse(404, "no such log is known here");
    }
    try {
      policy.verify(request.note());
    } catch (LogException e) {
      return refuse(403, String.valueOf(e.getMessage()));
    }
    if (request.old() > checkpoint.size()) {
      return refuse(400, "old size is above the checkpoint's");
    }
    try {
      return broken ? refuse(503, "state could not be written") : decide(request, checkpoint);
    } catch (IOException _) {
      broken = true; // what is on the disk is not known any more; opening it anew finds out
      return refuse(503, "state could not be written");
    }
  }

  private Answer decide(AddCheckpoint request, Checkpoint next) throws IOException {
    Optional<Checkpoint> last = state.last(next.origin());
    long size = last.map(Checkpoint::size).orElse(0L);
    byte[] root = last.map(Checkpoint::root).orElseGet(() -> Merkle.root(List.of()));
    if (next.size() == size && !Arrays.equals(next.root(), root)) {
      state.keepConflict(next.origin(), request.note());
      return size(size);
    }
    if (request.old() != size) {
      return size(size);
    }
    if (!Merkle.consistent(size, root, next.size(), next.root(), request.proof())) {
      return refuse(422, "the proof does not show that the checkpoint extends the last one");
    }
    state.put(next.origin(), request.note());
    StringBuilder lines = new StringBuilder();
    for (Cosigner cosigner : cosigners) {
      lines.append(cosigner.cosign(next).line()).append('\n');
    }
    return new Answer(200, TEXT_TYPE, lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Answer size(long size) {
    return new Answer(409, SIZE_TYPE, (size + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static Answer refuse(int status, String why) {
    return new Answer(status, TEXT_TYPE, (why + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void close() throws IOException {
    state.close();
  }
}
