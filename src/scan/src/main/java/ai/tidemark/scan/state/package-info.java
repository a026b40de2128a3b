/** What a scan remembers: distinct tuples within a budget, and one row per document. */
@NullMarked
package ai.tidemark.scan.state;

import org.jspecify.annotations.NullMarked;
