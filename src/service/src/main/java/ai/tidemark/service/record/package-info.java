/** One line per answer, appended to a file; schema: docs/formats/record.schema.json. */
@NullMarked
package ai.tidemark.service.record;

import org.jspecify.annotations.NullMarked;
