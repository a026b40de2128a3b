/** What a scan hands over: files for machines, a few lines for people. */
@NullMarked
package ai.tidemark.scan.report;

import org.jspecify.annotations.NullMarked;
