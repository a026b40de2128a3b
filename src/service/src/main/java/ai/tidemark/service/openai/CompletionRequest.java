package ai.tidemark.service.openai;

import ai.tidemark.service.answer.AnswerRequest;
import ai.tidemark.service.policy.Reason;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request that was understood.
 *
 * @param endpoint where it came in
 * @param model the model asked for, not yet looked up
 * @param delivery how the answer is to be sent
 * @param plan what is to be done
 */
public record CompletionRequest(Endpoint endpoint, String model, Delivery delivery, Plan plan) {

  /** How an answer is sent. */
  public enum Delivery {
    /** One JSON object. */
    WHOLE,
    /** Server-sent events. */
    STREAM,
    /** Server-sent events, with a last chunk that counts tokens. */
    STREAM_WITH_USAGE
  }

  /** What is to be done. */
  public sealed interface Plan {
    /** It can be marked. */
    record Mark(AnswerRequest answer) implements Plan {}

    /**
     * It cannot be marked.
     *
     * @param reason why
     * @param param the parameter that is why
     * @param forward what to pass to the engine if policy allows it, watermark controls left out
     */
    record Pass(Reason reason, String param, ObjectNode forward) implements Plan {}
  }
}
