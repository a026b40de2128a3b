@NullMarked
package ai.tidemark.keys.log;

import org.jspecify.annotations.NullMarked;
