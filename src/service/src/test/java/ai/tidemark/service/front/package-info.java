@NullMarked
package ai.tidemark.service.front;

import org.jspecify.annotations.NullMarked;
