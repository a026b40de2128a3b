/** Tests of the package. */
@NullMarked
package ai.tidemark.core.patchy;

import org.jspecify.annotations.NullMarked;
