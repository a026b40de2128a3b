/** The corpus scan and its parts against other programs' parts. */
@NullMarked
package ai.tidemark.benchmarks.scan;

import org.jspecify.annotations.NullMarked;
