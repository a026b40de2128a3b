@NullMarked
package ai.tidemark.keys.record;

import org.jspecify.annotations.NullMarked;
