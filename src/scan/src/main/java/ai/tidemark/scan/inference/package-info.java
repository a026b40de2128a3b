/** From exact sums to verdicts: several hypotheses, documents, decoys, share. */
@NullMarked
package ai.tidemark.scan.inference;

import org.jspecify.annotations.NullMarked;
