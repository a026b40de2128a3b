@NullMarked
package ai.tidemark.core.vectors;

import org.jspecify.annotations.NullMarked;
