@NullMarked
package ai.tidemark.scan;

import org.jspecify.annotations.NullMarked;
