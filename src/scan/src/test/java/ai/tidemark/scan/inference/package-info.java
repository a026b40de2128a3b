@NullMarked
package ai.tidemark.scan.inference;

import org.jspecify.annotations.NullMarked;
