/** Tests. */
@NullMarked
package ai.tidemark.demo.server;

import org.jspecify.annotations.NullMarked;
