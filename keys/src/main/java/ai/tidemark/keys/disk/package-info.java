/** File operations of everything that must outlive a crash, so that tests can fail any of them. */
@NullMarked
package ai.tidemark.keys.disk;

import org.jspecify.annotations.NullMarked;
