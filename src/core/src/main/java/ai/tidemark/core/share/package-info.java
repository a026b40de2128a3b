/** How much of a text is marked. */
@NullMarked
package ai.tidemark.core.share;

import org.jspecify.annotations.NullMarked;
