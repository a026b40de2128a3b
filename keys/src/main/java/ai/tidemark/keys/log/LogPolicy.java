package ai.tidemark.keys.log;

import static ai.tidemark.keys.log.LogException.Code.BAD_SIGNATURE;
import static ai.tidemark.keys.log.LogException.Code.NO_QUORUM;
import static ai.tidemark.keys.log.LogException.Code.UNKNOWN_LOG;
import static ai.tidemark.keys.log.LogException.Code.UNSIGNED;

import ai.tidemark.core.BadInputException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which checkpoints are accepted (C2SP tlog-policy): those signed by one of the logs and cosigned
 * by a quorum of the witnesses.
 */
public final class LogPolicy {
  /** The name of no quorum. */
  static final String NONE = "none";

  /** After all times: a witness that cosigned without one. */
  private static final Instant UNTIMED = Instant.MAX;

  /** A witness and its name in the policy, unique there. */
  record Witness(String name, Vkey key) {}

  /** Reached where at least so many members are; members are witnesses or earlier groups. */
  record Group(String name, int threshold, List<String> members) {
    Group {
      members = List.copyOf(members);
    }
  }

  private final List<Vkey> logs;
  private final List<Witness> witnesses;
  private final List<Group> groups;
  private final String quorum;

  LogPolicy(List<Vkey> logs, List<Witness> witnesses, List<Group> groups, String quorum) {
    this.logs = List.copyOf(logs);
    this.witnesses = List.copyOf(witnesses);
    this.groups = List.copyOf(groups);
    this.quorum = quorum;
  }

  /** A policy of one log and no witness. */
  public static LogPolicy of(Vkey log) {
    if (log.kind() == Vkey.Kind.ED25519_COSIGNER) {
      throw new IllegalArgumentException("log must be the key of a log, but cosigns: " + log);
    }
    return new LogPolicy(List.of(log), List.of(), List.of(), NONE);
  }

  /**
   * Reads a policy.
   *
   * @param where file, for messages
   * @throws BadInputException if it is malformed
   */
  public static LogPolicy parse(String where, byte[] bytes) {
    return new LogPolicyReader(where).read(bytes);
  }

  /** Reads a policy that stands in another text. */
  public static LogPolicy parse(String where, String text) {
    return parse(where, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the keys of the accepted logs. */
  public List<Vkey> logs() {
    return logs;
  }

  /** Returns whether checkpoints need cosignatures. */
  public boolean needsWitnesses() {
    return !quorum.equals(NONE);
  }

  /**
   * Verifies the note of a checkpoint. Lines of unknown keys are ignored; one bad signature of a
   * known key spoils the note.
   *
   * @param where file, for messages
   * @throws LogException UNKNOWN_LOG, UNSIGNED, BAD_SIGNATURE, BAD_TIME or NO_QUORUM
   * @throws BadInputException if note or checkpoint are malformed
   */
  public VerifiedCheckpoint verify(String where, byte[] noteBytes) {
    Note note = Note.parse(where, noteBytes);
    Checkpoint checkpoint = Checkpoint.parse(where, note.text());
    verifyLog(note, checkpoint);
    Map<String, Instant> times = new HashMap<>();
    for (Witness witness : witnesses) {
      for (Note.Signature signature : note.signatures()) {
        if (witness.key().claims(signature)) {
          Optional<Instant> time = Cosignature.verify(witness.key(), checkpoint, signature).time();
          times.merge(witness.name(), time.orElse(UNTIMED), LogPolicy::earlier);
        }
      }
    }
    Optional<Instant> witnessedAt = needsWitnesses() ? quorum(times) : Optional.empty();
    times.values().removeIf(UNTIMED::equals);
    return new VerifiedCheckpoint(checkpoint, times, witnessedAt);
  }

  /** Verifies the note of a checkpoint. */
  public VerifiedCheckpoint verify(byte[] noteBytes) {
    return verify("checkpoint", noteBytes);
  }

  private void verifyLog(Note note, Checkpoint checkpoint) {
    List<Vkey> keys = logs.stream().filter(log -> log.name().equals(checkpoint.origin())).toList();
    if (keys.isEmpty()) {
      throw new LogException(
          UNKNOWN_LOG, "the policy has no log of the origin " + checkpoint.origin());
    }
    boolean signed = false;
    for (Vkey key : keys) {
      for (Note.Signature signature : note.signatures()) {
        if (key.claims(signature)) {
          verifyLog(key, note, checkpoint, signature);
          signed = true;
        }
      }
    }
    if (!signed) {
      throw new LogException(UNSIGNED, "no known key of " + checkpoint.origin() + " has signed");
    }
  }

  private static void verifyLog(
      Vkey key, Note note, Checkpoint checkpoint, Note.Signature signature) {
    if (key.kind().cosigns()) {
      Cosignature.verify(key, checkpoint, signature);
    } else if (!note.verifies(key, signature)) {
      throw new LogException(BAD_SIGNATURE, "the signature of " + key + " does not verify");
    }
  }

  private Optional<Instant> quorum(Map<String, Instant> times) {
    Map<String, Instant> reached = new HashMap<>(times);
    for (Group group : groups) {
      List<Instant> members = new ArrayList<>();
      for (String member : group.members()) {
        Instant time = reached.get(member);
        if (time != null) {
          members.add(time);
        }
      }
      if (members.size() >= group.threshold()) {
        members.sort(null);
        reached.put(group.name(), members.get(group.threshold() - 1));
      }
    }
    Instant at = reached.get(quorum);
    if (at == null) {
      throw new LogException(
          NO_QUORUM,
          times.size()
              + " of "
              + witnesses.size()
              + " witnesses cosigned; the quorum is not reached");
    }
    return at.equals(UNTIMED) ? Optional.empty() : Optional.of(at);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
