@NullMarked
package ai.tidemark.keys.root;

import org.jspecify.annotations.NullMarked;
