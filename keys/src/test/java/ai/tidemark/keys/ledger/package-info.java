@NullMarked
package ai.tidemark.keys.ledger;

import org.jspecify.annotations.NullMarked;
