/** From a root to the keys of an era, and their commitments; docs/formats/derivation.md. */
@NullMarked
package ai.tidemark.keys.derive;

import org.jspecify.annotations.NullMarked;
