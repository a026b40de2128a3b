/** The only code that touches Bouncy Castle and key files. */
@NullMarked
package ai.tidemark.keys;

import org.jspecify.annotations.NullMarked;
