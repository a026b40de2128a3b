/** What a corpus is: a manifest of its files, with one root hash. */
@NullMarked
package ai.tidemark.evidence.corpus;

import org.jspecify.annotations.NullMarked;
