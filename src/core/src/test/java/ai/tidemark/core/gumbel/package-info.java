@NullMarked
package ai.tidemark.core.gumbel;

import org.jspecify.annotations.NullMarked;
