@NullMarked
package ai.tidemark.core.foreign.seeded;

import org.jspecify.annotations.NullMarked;
