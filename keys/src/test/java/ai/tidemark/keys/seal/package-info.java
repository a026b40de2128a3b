@NullMarked
package ai.tidemark.keys.seal;

import org.jspecify.annotations.NullMarked;
