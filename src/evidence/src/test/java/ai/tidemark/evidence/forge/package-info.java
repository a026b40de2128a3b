/** Makes bundles for tests, honest ones and others. */
@NullMarked
package ai.tidemark.evidence.forge;

import org.jspecify.annotations.NullMarked;
