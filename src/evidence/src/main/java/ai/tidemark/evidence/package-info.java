/** Plans and results on record, the evidence bundle, and its verifier. */
@NullMarked
package ai.tidemark.evidence;

import org.jspecify.annotations.NullMarked;
