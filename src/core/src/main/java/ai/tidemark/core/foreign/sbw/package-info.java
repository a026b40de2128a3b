/** The stateless Bernoulli watermark of the sbw package: green tokens decided one by one. */
@NullMarked
package ai.tidemark.core.foreign.sbw;

import org.jspecify.annotations.NullMarked;
