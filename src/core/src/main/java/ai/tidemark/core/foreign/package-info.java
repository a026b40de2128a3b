/** Watermarks that other programs write, read to the bit. */
@NullMarked
package ai.tidemark.core.foreign;

import org.jspecify.annotations.NullMarked;
