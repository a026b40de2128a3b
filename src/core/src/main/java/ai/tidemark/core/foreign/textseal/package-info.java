/** TextSeal: the watermarks of Meta's textseal package. */
@NullMarked
package ai.tidemark.core.foreign.textseal;

import org.jspecify.annotations.NullMarked;
