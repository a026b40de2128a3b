/** Packs a bundle from a scan, its plan, its log and opened keys. */
@NullMarked
package ai.tidemark.evidence.pack;

import org.jspecify.annotations.NullMarked;
