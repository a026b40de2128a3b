@NullMarked
package ai.tidemark.keys.secret;

import org.jspecify.annotations.NullMarked;
