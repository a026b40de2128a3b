/** What somebody does who tries keys until one fits. */
@NullMarked
package ai.tidemark.testkit.grinding;

import org.jspecify.annotations.NullMarked;
