@NullMarked
package ai.tidemark.service.ledger;

import org.jspecify.annotations.NullMarked;
