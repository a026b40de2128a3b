/** How much marked text can be seen: power, needed tuples, smallest detectable share. */
@NullMarked
package ai.tidemark.core.power;

import org.jspecify.annotations.NullMarked;
