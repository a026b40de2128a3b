/**
 * llama.cpp's server as an upstream: its dialect, its slots, and what a start-up probe finds out.
 * Facts about the dialect were recorded from the real server and are tested against those bytes.
 */
@NullMarked
package ai.tidemark.service.llamacpp;

import org.jspecify.annotations.NullMarked;
