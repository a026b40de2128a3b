/** Watermarks that SGLang's engine writes: Gumbel-max draws from a Murmur hash. */
@NullMarked
package ai.tidemark.core.foreign.sglang;

import org.jspecify.annotations.NullMarked;
