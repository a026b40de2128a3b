@NullMarked
package ai.tidemark.benchmarks.corpus;

import org.jspecify.annotations.NullMarked;
