@NullMarked
package ai.tidemark.keys.derive;

import org.jspecify.annotations.NullMarked;
