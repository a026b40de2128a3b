/**
 * What holds for the whole build: arrows between modules, formatting, and the command as its users
 * run it.
 */
@NullMarked
package ai.tidemark.cli;

import org.jspecify.annotations.NullMarked;
