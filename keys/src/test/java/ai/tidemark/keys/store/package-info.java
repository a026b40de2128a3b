@NullMarked
package ai.tidemark.keys.store;

import org.jspecify.annotations.NullMarked;
