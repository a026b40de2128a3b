/** Tests of the package. */
@NullMarked
package ai.tidemark.core.share;

import org.jspecify.annotations.NullMarked;
