/** Verifies bundles, claim by claim, without a network; docs/formats/bundle.md. */
@NullMarked
package ai.tidemark.evidence.verify;

import org.jspecify.annotations.NullMarked;
