@NullMarked
package ai.tidemark.service.record;

import org.jspecify.annotations.NullMarked;
