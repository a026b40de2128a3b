/** Engines as the proxy sees them: ready or not, busy or not. */
@NullMarked
package ai.tidemark.service.upstream;

import org.jspecify.annotations.NullMarked;
