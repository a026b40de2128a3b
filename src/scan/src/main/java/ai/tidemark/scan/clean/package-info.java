/** A corpus without the documents that a scan flagged. */
@NullMarked
package ai.tidemark.scan.clean;

import org.jspecify.annotations.NullMarked;
