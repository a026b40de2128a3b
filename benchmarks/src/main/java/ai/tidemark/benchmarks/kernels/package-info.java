/** Vector kernels against the scalar code that specifies them, by JMH. */
@NullMarked
package ai.tidemark.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
