/** Tests. */
@NullMarked
package ai.tidemark.demo.model;

import org.jspecify.annotations.NullMarked;
