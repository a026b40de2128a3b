package ai.tidemark.evidence.forge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An anchor: a checkpoint of the first entries, and who stamped it when. */
public final class Anchor {
  /** Entries of the tree. */
  public int size;

  /** When it is stamped. */
  public Instant at;

  /** Who stamps it. */
  public List<String> authorities = List.of("one", "two");

  /** A root other than the tree's own. */
  public Optional<byte[]> root = Optional.empty();

  /** The log that signs it. */
  public String origin = Cast.ORIGIN;

  /** Names an anchor. */
  public Anchor(int size, Instant at) {
    this.size = size;
    this.at = at;
  }
}
