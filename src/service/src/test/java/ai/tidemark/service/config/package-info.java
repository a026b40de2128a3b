@NullMarked
package ai.tidemark.service.config;

import org.jspecify.annotations.NullMarked;
