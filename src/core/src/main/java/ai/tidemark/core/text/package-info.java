/**
 * Text before it becomes tokens: the pinned normaliser, which undoes invisible and look-alike
 * edits.
 */
@NullMarked
package ai.tidemark.core.text;

import org.jspecify.annotations.NullMarked;
