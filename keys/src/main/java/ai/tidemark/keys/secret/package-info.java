/** Secret bytes in memory and in owner-only files. */
@NullMarked
package ai.tidemark.keys.secret;

import org.jspecify.annotations.NullMarked;
