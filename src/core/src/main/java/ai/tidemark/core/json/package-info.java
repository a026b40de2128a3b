/** Canonical JSON (RFC 8785) and strict reading. */
@NullMarked
package ai.tidemark.core.json;

import org.jspecify.annotations.NullMarked;
