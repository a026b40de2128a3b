/** Files of a scan that is under way: append-only, checked, cut back when the scan goes on. */
@NullMarked
package ai.tidemark.scan.work;

import org.jspecify.annotations.NullMarked;
