/** Tests. */
@NullMarked
package ai.tidemark.demo;

import org.jspecify.annotations.NullMarked;
