/** E-values and e-processes: evidence that may be looked at after every tuple. */
@NullMarked
package ai.tidemark.core.sequential;

import org.jspecify.annotations.NullMarked;
