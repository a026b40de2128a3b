/** What every module shares: bad input has one exception, with its place. */
@NullMarked
package ai.tidemark.core;

import org.jspecify.annotations.NullMarked;
