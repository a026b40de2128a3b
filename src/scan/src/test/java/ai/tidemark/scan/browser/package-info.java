/** A real browser, driven from tests. */
@NullMarked
package ai.tidemark.scan.browser;

import org.jspecify.annotations.NullMarked;
