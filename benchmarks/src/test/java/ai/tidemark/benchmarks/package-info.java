@NullMarked
package ai.tidemark.benchmarks;

import org.jspecify.annotations.NullMarked;
