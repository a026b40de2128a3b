@NullMarked
package ai.tidemark.core.power;

import org.jspecify.annotations.NullMarked;
