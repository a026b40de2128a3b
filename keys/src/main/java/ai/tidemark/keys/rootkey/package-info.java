/** What a deployment's root can do without leaving its store: MAC, sign, wrap. */
@NullMarked
package ai.tidemark.keys.rootkey;

import org.jspecify.annotations.NullMarked;
