/** Tokenizers, each with a fingerprint that a profile pins. */
@NullMarked
package ai.tidemark.core.token;

import org.jspecify.annotations.NullMarked;
