/** Where in a document the evidence lies. */
@NullMarked
package ai.tidemark.core.segment;

import org.jspecify.annotations.NullMarked;
