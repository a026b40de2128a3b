/**
 * What watermarks on PyTorch's CPU generator have in common: a window of tokens and a key give a
 * seed; the generator gives a green list, or a uniform for each token.
 */
@NullMarked
package ai.tidemark.core.foreign.seeded;

import org.jspecify.annotations.NullMarked;
