@NullMarked
package ai.tidemark.keys.disk;

import org.jspecify.annotations.NullMarked;
