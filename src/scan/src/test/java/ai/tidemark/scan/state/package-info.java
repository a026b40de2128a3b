@NullMarked
package ai.tidemark.scan.state;

import org.jspecify.annotations.NullMarked;
