package ai.tidemark.keys.log;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint that a policy accepts.
 *
 * @param checkpoint what the log signed
 * @param cosigned earliest time of each witness that cosigned and gave one, by its name in the
 *     policy
 * @param witnessedAt when the quorum was reached; empty if the policy asks for none, or if it is
 *     reached only with witnesses that give no time
 */
public record VerifiedCheckpoint(
    Checkpoint checkpoint, Map<String, Instant> cosigned, Optional<Instant> witnessedAt) {
  /** Copies the map. */
  public VerifiedCheckpoint {
    cosigned = Map.copyOf(cosigned);
  }

  /** Returns the log's name. */
  public String origin() {
    return checkpoint.origin();
  }

  /** Returns the number of entries. */
  public long size() {
    return checkpoint.size();
  }

  /** Returns the root, 32 bytes. */
  public byte[] root() {
    return checkpoint.root();
  }
}
