package ai.tidemark.keys.log;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Follows a log from checkpoint to checkpoint and refuses one that does not extend the last. Not
 * thread-safe.
 */
public final class LogFollower {
  private final LogPolicy policy;
  private Optional<VerifiedCheckpoint> last = Optional.empty();

  /** Follows the log of a policy. */
  public LogFollower(LogPolicy policy) {
    this.policy = policy;
  }

  /** Returns the last checkpoint that was accepted. */
  public Optional<VerifiedCheckpoint> last() {
    return last;
  }

  /**
   * Takes the next checkpoint.
   *
   * @param proof that the last one's tree is a beginning of this one's; empty for the first
   * @throws LogException what {@link LogPolicy#verify} throws; SPLIT_VIEW if it has the last one's
   *     size and another root, NOT_CONSISTENT if it is smaller or the proof does not hold
   */
  public VerifiedCheckpoint accept(byte[] note, List<byte[]> proof) {
    VerifiedCheckpoint next = policy.verify(note);
    if (last.isPresent()) {
      VerifiedCheckpoint old = last.get();
      requireOneView(List.of(old.checkpoint(), next.checkpoint()));
      if (!old.origin().equals(next.origin())
          || !Merkle.consistent(old.size(), old.root(), next.size(), next.root(), proof)) {
        throw new LogException(
            LogException.Code.NOT_CONSISTENT,
            "the checkpoint of size "
                + next.size()
                + " is not shown to extend the one of size "
                + old.size());
      }
    }
    last = Optional.of(next);
    return next;
  }

  /**
   * Compares checkpoints that a policy accepted.
   *
   * @throws LogException SPLIT_VIEW if two of one log and size have other roots
   */
  public static void requireOneView(List<Checkpoint> checkpoints) {
    for (int i = 0; i < checkpoints.size(); i++) {
      Checkpoint a = checkpoints.get(i);
      for (Checkpoint b : checkpoints.subList(0, i)) {
        if (a.origin().equals(b.origin())
            && a.size() == b.size()
            && !Arrays.equals(a.root(), b.root())) {
          throw new LogException(
              LogException.Code.SPLIT_VIEW,
              a.origin()
                  + " has signed two trees of size "
                  + a.size()
                  + ": "
                  + HexFormat.of().formatHex(b.root())
                  + " and "
                  + HexFormat.of().formatHex(a.root())
                  + "; keep both notes");
        }
      }
    }
  }
}
