/** Measurements, each with the check that it measures the right thing. */
@NullMarked
package ai.tidemark.benchmarks;

import org.jspecify.annotations.NullMarked;
