@NullMarked
package ai.tidemark.evidence.bundle;

import org.jspecify.annotations.NullMarked;
