/** Tests. */
@NullMarked
package ai.tidemark.demo.text;

import org.jspecify.annotations.NullMarked;
