/** Unigram (Zhao et al. 2024): one fixed green list. */
@NullMarked
package ai.tidemark.core.foreign.unigram;

import org.jspecify.annotations.NullMarked;
