/** Tests of the package. */
@NullMarked
package ai.tidemark.core.sequential;

import org.jspecify.annotations.NullMarked;
