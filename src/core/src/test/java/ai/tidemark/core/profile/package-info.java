/** Tests. */
@NullMarked
package ai.tidemark.core.profile;

import org.jspecify.annotations.NullMarked;
