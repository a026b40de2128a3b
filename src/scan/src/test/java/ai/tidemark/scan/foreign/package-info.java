/** Tests of foreign marks in texts. */
@NullMarked
package ai.tidemark.scan.foreign;

import org.jspecify.annotations.NullMarked;
