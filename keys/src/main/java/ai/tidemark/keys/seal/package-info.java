/** Encryption to a person with a certificate. */
@NullMarked
package ai.tidemark.keys.seal;

import org.jspecify.annotations.NullMarked;
