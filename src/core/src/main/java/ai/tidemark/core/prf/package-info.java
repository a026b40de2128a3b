/** Pseudo-random functions and generators that foreign watermarks are built from, to the bit. */
@NullMarked
package ai.tidemark.core.prf;

import org.jspecify.annotations.NullMarked;
