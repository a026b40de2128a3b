/** Tests of the normaliser. */
@NullMarked
package ai.tidemark.core.text;

import org.jspecify.annotations.NullMarked;
