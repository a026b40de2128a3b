@NullMarked
package ai.tidemark.scan.stream;

import org.jspecify.annotations.NullMarked;
