/** The demonstration model behind HTTP, in the dialect of llama.cpp's server. */
@NullMarked
package ai.tidemark.demo.server;

import org.jspecify.annotations.NullMarked;
