/** Tests for evidence that is sparse: a few documents among many, whichever they are. */
@NullMarked
package ai.tidemark.core.patchy;

import org.jspecify.annotations.NullMarked;
