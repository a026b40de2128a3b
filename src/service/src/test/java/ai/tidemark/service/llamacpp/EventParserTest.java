package ai.tidemark.service.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.answer.UpstreamException.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventParserTest {
  private static final String CANDIDATE = "{'id':7,'bytes':[104],'logprob':-0.5}";

  @Test
  void anEventMayHoldSeveralPositions() throws UpstreamException {
    String position = "{'id':7,'top_logprobs':[" + CANDIDATE + "]}";
    DraftEvent event =
        parse("{'tokens_predicted':2,'completion_probabilities':[P,P]}".replace("P", position));
    assertThat(event.positions()).hasSize(2);
    assertThat(event.positions().get(1).piece(0)).containsExactly('h');
  }

  @Test
  void aProbabilityOfNothingIsRead() throws UpstreamException {
    // llama.cpp writes the least float for ln 0
    DraftEvent event =
        parse(
            "{'tokens_predicted':1,'completion_probabilities':[{'id':7,'top_logprobs':["
                + CANDIDATE
                + ",{'id':8,'bytes':[],'logprob':-3.4028234663852886e+38}]}]}");
    assertThat(Math.exp(event.positions().getFirst().logprob(1))).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1]                                                          | not a JSON object",
        "{'tokens_predicted':1                                        | not valid JSON",
        "{'stop':true,'stop_type':'eos'}                              | without tokens_predicted",
        "{'tokens_predicted':'1'}                                     | not an integer",
        "{'tokens_predicted':99999999999}                             | not an integer",
        "{'tokens_predicted':1,'stop':true,'stop_type':'word'}        | neither limit nor eos",
        "{'tokens_predicted':1,'completion_probabilities':7}          | are no array",
        "{'tokens_predicted':1,'completion_probabilities':[{'id':7}]} | without token ids",
      })
  void eventsOfAnotherDialectAreRefused(String json, String message) {
    assertRefused(json, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                                        | empty probability list",
        "{'id':7,'bytes':[104]}                                  | without a valid logprob",
        "{'id':7,'bytes':[104],'logprob':null}                   | without a valid logprob",
        "{'id':7,'bytes':[104],'logprob':0.7}                    | without a valid logprob",
        "{'id':7,'logprob':-1}                                   | without its id or bytes",
        "{'bytes':[104],'logprob':-1}                            | without its id or bytes",
        "{'id':7,'bytes':'h','logprob':-1}                       | bytes that are no array",
        "{'id':7,'bytes':[],'logprob':-2},{'id':8,'bytes':[],'logprob':-1} | not sorted",
      })
  void listsThatCannotBeSampledFromAreRefused(String candidates, String message) {
    String list = candidates == null ? "" : candidates;
    assertRefused(
        "{'tokens_predicted':1,'completion_probabilities':[{'id':7,'top_logprobs':["
            + list
            + "]}]}",
        message);
  }

  private static void assertRefused(String json, String message) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOfSatisfying(
            UpstreamException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MALFORMED))
        .hasMessageContaining(message);
  }

  private static DraftEvent parse(String json) throws UpstreamException {
    byte[] event = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new EventParser().parse(event, true);
  }
}
