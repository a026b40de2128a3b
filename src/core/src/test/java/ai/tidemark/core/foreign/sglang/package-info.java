@NullMarked
package ai.tidemark.core.foreign.sglang;

import org.jspecify.annotations.NullMarked;
