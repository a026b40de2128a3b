/** Tests of the package. */
@NullMarked
package ai.tidemark.core.select;

import org.jspecify.annotations.NullMarked;
