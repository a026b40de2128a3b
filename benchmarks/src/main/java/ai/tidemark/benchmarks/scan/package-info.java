/** Measurements of the corpus scan and of its parts. */
@NullMarked
package ai.tidemark.benchmarks.scan;

import org.jspecify.annotations.NullMarked;
