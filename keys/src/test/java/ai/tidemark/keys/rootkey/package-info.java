@NullMarked
package ai.tidemark.keys.rootkey;

import org.jspecify.annotations.NullMarked;
