@NullMarked
package ai.tidemark.core.law;

import org.jspecify.annotations.NullMarked;
