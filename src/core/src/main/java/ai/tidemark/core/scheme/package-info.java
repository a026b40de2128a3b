/** Watermark schemes: what is public about a mark, apart from its key. */
@NullMarked
package ai.tidemark.core.scheme;

import org.jspecify.annotations.NullMarked;
