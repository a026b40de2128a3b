/** Watermarks that vLLM's engine writes: Gumbel-max draws from a Philox function. */
@NullMarked
package ai.tidemark.core.foreign.vllm;

import org.jspecify.annotations.NullMarked;
