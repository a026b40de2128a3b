/**
 * Green lists on MT19937 permutations (Kirchenbauer et al. 2023): as transformers, the authors'
 * lm-watermarking and MarkLLM draw them on the CPU.
 */
@NullMarked
package ai.tidemark.core.foreign.kgw;

import org.jspecify.annotations.NullMarked;
