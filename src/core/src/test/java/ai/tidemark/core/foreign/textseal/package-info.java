@NullMarked
package ai.tidemark.core.foreign.textseal;

import org.jspecify.annotations.NullMarked;
