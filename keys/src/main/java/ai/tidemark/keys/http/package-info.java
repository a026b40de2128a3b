/** HTTP with bounds that hold. */
@NullMarked
package ai.tidemark.keys.http;

import org.jspecify.annotations.NullMarked;
