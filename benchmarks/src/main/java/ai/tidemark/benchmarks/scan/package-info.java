/** End-to-end speed of the corpus scan against the naive pipeline, and of detection. */
@NullMarked
package ai.tidemark.benchmarks.scan;

import org.jspecify.annotations.NullMarked;
