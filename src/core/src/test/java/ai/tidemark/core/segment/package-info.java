/** Tests of the package. */
@NullMarked
package ai.tidemark.core.segment;

import org.jspecify.annotations.NullMarked;
