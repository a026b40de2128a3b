/**
 * Known-answer files: which kinds of case there are, and whether this implementation meets them.
 */
@NullMarked
package ai.tidemark.core.check;

import org.jspecify.annotations.NullMarked;
