package ai.tidemark.service.llamacpp;

import java.util.List;

/**
 * One event of a {@code /completion} stream.
 *
 * @param positions positions with their candidates, in order; empty in the last event
 * @param predicted tokens drafted so far, also those whose event was never sent
 * @param stop why the draft ended; NONE except in the last event
 */
record DraftEvent(List<Position> positions, int predicted, Stop stop) {
  /** Why a draft ended. */
  enum Stop {
    NONE,
    LIMIT,
    END_OF_GENERATION
  }
}
