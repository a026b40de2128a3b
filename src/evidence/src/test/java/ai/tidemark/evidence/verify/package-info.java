@NullMarked
package ai.tidemark.evidence.verify;

import org.jspecify.annotations.NullMarked;
