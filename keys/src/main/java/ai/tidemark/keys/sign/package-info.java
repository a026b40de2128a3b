/** Signatures: one key, one purpose, one algorithm. */
@NullMarked
package ai.tidemark.keys.sign;

import org.jspecify.annotations.NullMarked;
