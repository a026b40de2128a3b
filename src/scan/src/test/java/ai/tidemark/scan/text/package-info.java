/** Acceptance of the normaliser: attacked real text through tokenizer and score. */
@NullMarked
package ai.tidemark.scan.text;

import org.jspecify.annotations.NullMarked;
