/** Tests. */
@NullMarked
package ai.tidemark.core.json;

import org.jspecify.annotations.NullMarked;
