/** Tests. */
@NullMarked
package ai.tidemark.demo.story;

import org.jspecify.annotations.NullMarked;
