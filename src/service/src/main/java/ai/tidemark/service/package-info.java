/** The proxy: OpenAI's HTTP interface, every answer marked or labelled unmarked. */
@NullMarked
package ai.tidemark.service;

import org.jspecify.annotations.NullMarked;
