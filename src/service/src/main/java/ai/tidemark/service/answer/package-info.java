/** What an answer is, between the HTTP front and the strategies that produce it. */
@NullMarked
package ai.tidemark.service.answer;

import org.jspecify.annotations.NullMarked;
