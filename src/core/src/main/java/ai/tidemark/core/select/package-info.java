/** Which tuples are counted, decided without looking at what they score. */
@NullMarked
package ai.tidemark.core.select;

import org.jspecify.annotations.NullMarked;
