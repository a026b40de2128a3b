/** The null on real text: human texts under a thousand random keys must look like chance. */
@NullMarked
package ai.tidemark.benchmarks.nullrun;

import org.jspecify.annotations.NullMarked;
