@NullMarked
package ai.tidemark.service.openai;

import org.jspecify.annotations.NullMarked;
