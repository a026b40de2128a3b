/**
 * Acceptance tests of the statistics, by their numbers in section 8.4 of the specification: light
 * ones with every build, heavy ones under the tag {@code statistics}. Each prints what it got
 * beside what it must be, names the mutation of the code that it catches, and runs one.
 */
@NullMarked
package ai.tidemark.scan.acceptance;

import org.jspecify.annotations.NullMarked;
