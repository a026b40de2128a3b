@NullMarked
package ai.tidemark.core.foreign.vllm;

import org.jspecify.annotations.NullMarked;
