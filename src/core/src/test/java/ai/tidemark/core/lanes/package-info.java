@NullMarked
package ai.tidemark.core.lanes;

import org.jspecify.annotations.NullMarked;
