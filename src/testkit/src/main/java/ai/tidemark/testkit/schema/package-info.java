/** Checks documents against the JSON Schemas in docs/formats. */
@NullMarked
package ai.tidemark.testkit.schema;

import org.jspecify.annotations.NullMarked;
