/** Tests of the key file. */
@NullMarked
package ai.tidemark.keys;

import org.jspecify.annotations.NullMarked;
