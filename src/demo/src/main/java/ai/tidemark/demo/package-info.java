/** The story {@code tidemark demo} tells: serve, mark, hide, scan. */
@NullMarked
package ai.tidemark.demo;

import org.jspecify.annotations.NullMarked;
