/** The bundle {@code .tmev}: its archive, its statement, its files; docs/formats/bundle.md. */
@NullMarked
package ai.tidemark.evidence.bundle;

import org.jspecify.annotations.NullMarked;
