/**
 * A stand-in for an inference engine: llama.cpp's dialect over a synthetic model, with faults on
 * demand. For tests only.
 */
@NullMarked
package ai.tidemark.testkit.engine;

import org.jspecify.annotations.NullMarked;
