/** The corpus scan and its parts against their peers: time, after equal answers. */
@NullMarked
package ai.tidemark.benchmarks.scan;

import org.jspecify.annotations.NullMarked;
