@NullMarked
package ai.tidemark.core.foreign.synthid;

import org.jspecify.annotations.NullMarked;
