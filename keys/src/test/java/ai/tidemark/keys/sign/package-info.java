@NullMarked
package ai.tidemark.keys.sign;

import org.jspecify.annotations.NullMarked;
