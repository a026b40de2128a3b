/** Tests of the null run. */
@NullMarked
package ai.tidemark.benchmarks.nullrun;

import org.jspecify.annotations.NullMarked;
