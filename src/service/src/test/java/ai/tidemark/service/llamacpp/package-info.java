/** Tests of llama.cpp's dialect, against bytes recorded from the real server and a stand-in. */
@NullMarked
package ai.tidemark.service.llamacpp;

import org.jspecify.annotations.NullMarked;
