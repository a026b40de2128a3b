/** The {@code tidemark} command: picocli wiring and exit codes only. */
@NullMarked
package ai.tidemark.cli;

import org.jspecify.annotations.NullMarked;
