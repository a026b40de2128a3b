package ai.tidemark.keys.record;

/** What a key may still do, and what it can still show. */
public enum State {
  /** An {@link EraCommit} holds its commitment; it does not mark yet. */
  COMMITTED,
  /** An {@link Activate} fixed its beacon value; it marks. */
  ACTIVE,
  /** It marks no more, and shows what it marked. */
  VERIFY_ONLY,
  /** Somebody outside has it: what appears afterwards shows nothing. */
  DISCLOSED,
  /** Somebody may have it since a time: what is dated later is no evidence. */
  COMPROMISED,
  /** Nobody has it any more: it can show nothing again. */
  DESTROYED;

  /** Returns whether one state may follow another. */
  public boolean mayFollow(State now) {
    return switch (this) {
      case COMMITTED -> false;
      case ACTIVE -> now == COMMITTED;
      case VERIFY_ONLY -> now == ACTIVE;
      case DISCLOSED -> now == VERIFY_ONLY || now == DISCLOSED || now == COMPROMISED;
      case COMPROMISED -> true;
      case DESTROYED -> now == VERIFY_ONLY || now == DISCLOSED || now == COMPROMISED;
    };
  }
}
