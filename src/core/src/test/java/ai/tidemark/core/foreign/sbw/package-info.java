@NullMarked
package ai.tidemark.core.foreign.sbw;

import org.jspecify.annotations.NullMarked;
