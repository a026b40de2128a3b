/** Generations into the tenants' ledgers, and the ledgers' roots into the node's own log. */
@NullMarked
package ai.tidemark.service.ledger;

import org.jspecify.annotations.NullMarked;
