/** Evidence of a stream of texts that may be looked at at any time. */
@NullMarked
package ai.tidemark.scan.stream;

import org.jspecify.annotations.NullMarked;
