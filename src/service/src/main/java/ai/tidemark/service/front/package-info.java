/** The proxy's HTTP side: who asks, for what, and how the answer gets to them. */
@NullMarked
package ai.tidemark.service.front;

import org.jspecify.annotations.NullMarked;
