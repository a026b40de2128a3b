@NullMarked
package ai.tidemark.evidence.pack;

import org.jspecify.annotations.NullMarked;
