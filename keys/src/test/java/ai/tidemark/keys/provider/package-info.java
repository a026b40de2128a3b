/** The primitives of the providers in use, against published vectors. */
@NullMarked
package ai.tidemark.keys.provider;

import org.jspecify.annotations.NullMarked;
