@NullMarked
package ai.tidemark.core.prf;

import org.jspecify.annotations.NullMarked;
