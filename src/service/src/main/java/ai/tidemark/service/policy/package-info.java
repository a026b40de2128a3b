/** Why a request cannot be marked, and what a tenant may do about it. */
@NullMarked
package ai.tidemark.service.policy;

import org.jspecify.annotations.NullMarked;
