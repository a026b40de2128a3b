/** Profiles: everything public about a watermark, in canonical JSON. */
@NullMarked
package ai.tidemark.core.profile;

import org.jspecify.annotations.NullMarked;
