/**
 * The strategy {@code walk}: the engine drafts greedily and lists its candidates, the keyed draw is
 * made here, and where it differs from the draft the draft is cut and asked for again.
 */
@NullMarked
package ai.tidemark.service.walk;

import org.jspecify.annotations.NullMarked;
