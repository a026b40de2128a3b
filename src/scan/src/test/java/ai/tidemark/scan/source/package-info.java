@NullMarked
package ai.tidemark.scan.source;

import org.jspecify.annotations.NullMarked;
