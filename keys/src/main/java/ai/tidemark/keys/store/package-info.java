/** The key store of a deployment: its file, its eras, and what becomes of their keys. */
@NullMarked
package ai.tidemark.keys.store;

import org.jspecify.annotations.NullMarked;
