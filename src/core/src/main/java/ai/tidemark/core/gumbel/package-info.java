/**
 * {@code tidemark-gumbel-aes-v1}: blocks, draws, scores, marking and scoring, exactly as
 * docs/formats/tidemark-gumbel-aes-v1.md.
 */
@NullMarked
package ai.tidemark.core.gumbel;

import org.jspecify.annotations.NullMarked;
