/** The proxy's configuration file; schema: docs/formats/proxy-config.schema.json. */
@NullMarked
package ai.tidemark.service.config;

import org.jspecify.annotations.NullMarked;
