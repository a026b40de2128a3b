@NullMarked
package ai.tidemark.core.multiplicity;

import org.jspecify.annotations.NullMarked;
