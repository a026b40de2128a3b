@NullMarked
package ai.tidemark.core.check;

import org.jspecify.annotations.NullMarked;
