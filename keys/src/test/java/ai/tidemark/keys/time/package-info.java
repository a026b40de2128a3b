@NullMarked
package ai.tidemark.keys.time;

import org.jspecify.annotations.NullMarked;
