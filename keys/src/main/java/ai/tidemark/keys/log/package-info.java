/** The append-only log: Merkle tree, checkpoints, proofs, tiles. */
@NullMarked
package ai.tidemark.keys.log;

import org.jspecify.annotations.NullMarked;
