/**
 * A tenant's ledger: one row for each answer, in a log that shows only salted commitments, so that
 * a row can be erased and everything else stays provable.
 */
@NullMarked
package ai.tidemark.keys.ledger;

import org.jspecify.annotations.NullMarked;
