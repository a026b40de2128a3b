/** Tests of the walk, over HTTP against a stand-in engine. */
@NullMarked
package ai.tidemark.service.walk;

import org.jspecify.annotations.NullMarked;
