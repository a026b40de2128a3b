/** The report as one page for people: made from the report alone, read without scripts. */
@NullMarked
package ai.tidemark.scan.report.page;

import org.jspecify.annotations.NullMarked;
