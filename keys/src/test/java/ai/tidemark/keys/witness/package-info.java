@NullMarked
package ai.tidemark.keys.witness;

import org.jspecify.annotations.NullMarked;
