/**
 * Three Bricks (Fernandez et al. 2023), its portable seeding {@code hash} only. No known answers
 * made by the original code: unverified.
 */
@NullMarked
package ai.tidemark.core.foreign.threebricks;

import org.jspecify.annotations.NullMarked;
