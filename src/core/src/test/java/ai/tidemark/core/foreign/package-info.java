@NullMarked
package ai.tidemark.core.foreign;

import org.jspecify.annotations.NullMarked;
