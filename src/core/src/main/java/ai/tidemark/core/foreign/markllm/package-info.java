/** MarkLLM's EXP (Aaronson 2022 with its own seeds). */
@NullMarked
package ai.tidemark.core.foreign.markllm;

import org.jspecify.annotations.NullMarked;
