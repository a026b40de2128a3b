/** OpenAI's HTTP shapes: requests, answers, streams, errors. No network here. */
@NullMarked
package ai.tidemark.service.openai;

import org.jspecify.annotations.NullMarked;
