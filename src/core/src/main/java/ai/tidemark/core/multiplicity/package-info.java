/** Many tests at once, in log space. */
@NullMarked
package ai.tidemark.core.multiplicity;

import org.jspecify.annotations.NullMarked;
