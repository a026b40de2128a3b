/** How long the key store takes. */
@NullMarked
package ai.tidemark.benchmarks.keys;

import org.jspecify.annotations.NullMarked;
