/** A generated corpus of mixed formats with marked documents, and the truth about it. */
@NullMarked
package ai.tidemark.benchmarks.corpus;

import org.jspecify.annotations.NullMarked;
