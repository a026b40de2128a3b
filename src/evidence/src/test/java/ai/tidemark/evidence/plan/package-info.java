/** What will be tested, sealed before looking, and scans that keep to it. */
@NullMarked
package ai.tidemark.evidence.plan;

import org.jspecify.annotations.NullMarked;
