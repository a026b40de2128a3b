/** Acceptance tests of the statistics that need a language model. */
@NullMarked
package ai.tidemark.demo.acceptance;

import org.jspecify.annotations.NullMarked;
