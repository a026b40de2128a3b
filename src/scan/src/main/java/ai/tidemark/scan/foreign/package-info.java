/** Verdicts on texts that other programs may have marked. */
@NullMarked
package ai.tidemark.scan.foreign;

import org.jspecify.annotations.NullMarked;
