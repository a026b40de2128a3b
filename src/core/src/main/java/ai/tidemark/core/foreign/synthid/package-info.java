/** SynthID text: tournament sampling as Hugging Face and Google DeepMind write it. */
@NullMarked
package ai.tidemark.core.foreign.synthid;

import org.jspecify.annotations.NullMarked;
