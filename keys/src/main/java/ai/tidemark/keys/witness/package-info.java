/** Witnesses: they cosign a log's checkpoints if they extend each other (C2SP tlog-witness). */
@NullMarked
package ai.tidemark.keys.witness;

import org.jspecify.annotations.NullMarked;
