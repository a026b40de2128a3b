@NullMarked
package ai.tidemark.core.token;

import org.jspecify.annotations.NullMarked;
