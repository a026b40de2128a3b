/** One run over a corpus, or over one text, from options to a report. */
@NullMarked
package ai.tidemark.scan;

import org.jspecify.annotations.NullMarked;
