/** A made-up language with known probabilities, and a tokenizer for it. */
@NullMarked
package ai.tidemark.testkit.language;

import org.jspecify.annotations.NullMarked;
