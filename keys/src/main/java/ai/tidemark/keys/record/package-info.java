/** The records of the control log; docs/formats/log.md lists them. */
@NullMarked
package ai.tidemark.keys.record;

import org.jspecify.annotations.NullMarked;
