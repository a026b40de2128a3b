/** The acceptance tests of the statistics: light ones always, full ones tagged "statistics". */
@NullMarked
package ai.tidemark.core.acceptance;

import org.jspecify.annotations.NullMarked;
