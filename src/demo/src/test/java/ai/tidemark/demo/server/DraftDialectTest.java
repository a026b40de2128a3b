package ai.tidemark.demo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.token.Cl100k;
import ai.tidemark.demo.model.History;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code /completion} as recorded from llama.cpp's server (xllamacpp 2026.10.11549, Gemma 3 270M):
 * names of fields, shapes of events, order of ends.
 */
@Timeout(60)
final class DraftDialectTest {
  private static final Cl100k CL100K = Cl100k.get();

  private static TinyServer tiny;
  private static Caller caller;

  @BeforeAll
  static void start() {
    tiny = new TinyServer();
    caller = tiny.caller;
  }

  @AfterAll
  static void stop() {
    tiny.close();
  }

  private static int id(String piece) {
    int[] ids = CL100K.encode(piece);
    assertThat(ids).hasSize(1);
    return ids[0];
  }

  @Test
  void streamsOneEventForEachTokenWithTheRawDistribution() throws Exception {
    List<String> lines =
        caller.lines(
            "/completion",
            """
            {"prompt":[4054,1403],"n_predict":3,"temperature":0,"samplers":["temperature"],
             "n_probs":5,"return_tokens":true,"cache_prompt":true,"id_slot":1,"stream":true,
             "response_fields":["tokens","stop_type","stop","tokens_predicted"]}\
            """);
    assertThat(lines).hasSize(4);
    assertThat(lines.getLast())
        .isEqualTo("{\"tokens\":[],\"stop_type\":\"limit\",\"stop\":true,\"tokens_predicted\":3}");
    JsonNode first = Caller.JSON.readTree(lines.getFirst());
    assertThat(Caller.names(first))
        .containsExactly(
            "index",
            "content",
            "tokens",
            "stop",
            "id_slot",
            "tokens_predicted",
            "tokens_evaluated",
            "completion_probabilities");
    assertThat(first.path("content").asText()).isEqualTo(" three");
    assertThat(first.path("tokens").toString()).isEqualTo("[" + id(" three") + "]");
    assertThat(first.path("tokens_evaluated").asInt()).isEqualTo(2);
    JsonNode entry = first.at("/completion_probabilities/0");
    assertThat(Caller.names(entry))
        .containsExactly("id", "token", "bytes", "logprob", "top_logprobs");
    assertThat(entry.path("top_logprobs")).hasSize(5);
    History history = new History(tiny.model);
    history.add(4054);
    history.add(1403);
    double before = 0;
    for (JsonNode candidate : entry.path("top_logprobs")) {
      double logprob = candidate.path("logprob").doubleValue();
      assertThat(logprob).isLessThanOrEqualTo(before);
      int candidateId = candidate.path("id").asInt();
      assertThat(logprob)
          .isCloseTo(Math.log(tiny.model.probability(history, candidateId)), within(1e-12));
      before = logprob;
    }
    assertThat(entry.at("/top_logprobs/0").toString())
        .isEqualTo(
            "{\"id\":2380,\"token\":\" three\",\"bytes\":[32,116,104,114,101,101],\"logprob\":"
                + entry.path("logprob")
                + "}");
  }

  @Test
  void oneObjectWhereNothingIsStreamed() throws Exception {
    String request =
        """
        {"prompt":"One","n_predict":4,"temperature":0,"n_probs":2,"return_tokens":true%s}\
        """;
    JsonNode whole = caller.post("/completion", request.formatted(""));
    List<JsonNode> events = caller.events("/completion", request.formatted(",\"stream\":true"));
    assertThat(whole.path("content").asText()).isEqualTo(" two three four five");
    assertThat(whole.path("tokens")).hasSize(4);
    assertThat(whole.path("completion_probabilities")).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(whole.path("tokens").path(i)).isEqualTo(events.get(i).at("/tokens/0"));
      assertThat(whole.path("completion_probabilities").path(i))
          .isEqualTo(events.get(i).at("/completion_probabilities/0"));
    }
    assertThat(Caller.names(events.getLast()))
        .contains(
            "tokens_predicted", "tokens_evaluated", "truncated", "stop_type", "stopping_word");
    assertThat(events.getLast().path("content").asText()).isEmpty();
    JsonNode bare = caller.post("/completion", "{\"prompt\":\"One\",\"n_predict\":1}");
    assertThat(bare.has("completion_probabilities")).isFalse();
    assertThat(bare.path("tokens")).isEmpty();
    JsonNode none = caller.post("/completion", "{\"prompt\":\"One\",\"n_predict\":0}");
    assertThat(none.path("content").asText()).isEmpty();
  }

  @Test
  void endOfTextIsAnOrdinaryEventAndWinsOverTheLimit() throws Exception {
    List<JsonNode> events =
        caller.events(
            "/completion",
            """
            {"prompt":" it goes.","n_predict":1,"temperature":0,"n_probs":3,
             "return_tokens":true,"stream":true}\
            """);
    assertThat(events).hasSize(2);
    assertThat(events.getFirst().path("content").asText()).isEmpty();
    assertThat(events.getFirst().path("tokens").toString()).isEqualTo("[100257]");
    assertThat(events.getFirst().at("/completion_probabilities/0/top_logprobs/0").toString())
        .startsWith("{\"id\":100257,\"token\":\"\",\"bytes\":[],\"logprob\":-");
    assertThat(events.getLast().path("stop_type").asText()).isEqualTo("eos");
    assertThat(events.getLast().path("tokens_predicted").asInt()).isEqualTo(1);
  }

  @Test
  void aBiasForcesATokenAndLeavesTheReportAlone() throws Exception {
    String request =
        """
        {"prompt":"One two","n_predict":1,"temperature":0,"samplers":["temperature"],"n_probs":4,
         "return_tokens":true,"stream":true,"logit_bias":[[%d,1000]]}\
        """;
    JsonNode free = caller.events("/completion", request.formatted(id(" three"))).getFirst();
    for (int forced : new int[] {id(" round"), 99_999}) { // known and unknown to the model
      JsonNode event = caller.events("/completion", request.formatted(forced)).getFirst();
      assertThat(event.at("/tokens/0").asInt()).isEqualTo(forced);
      assertThat(event.at("/completion_probabilities/0/top_logprobs"))
          .isEqualTo(free.at("/completion_probabilities/0/top_logprobs"));
    }
    for (int control : new int[] {TinyServer.END, 100_258}) {
      List<JsonNode> events = caller.events("/completion", request.formatted(control));
      assertThat(events.getLast().path("stop_type").asText())
          .isEqualTo(control == TinyServer.END ? "eos" : "limit");
      assertThat(events.getFirst().at("/completion_probabilities/0/bytes")).isEmpty();
    }
    JsonNode banned =
        caller.post(
            "/completion",
            "{\"prompt\":\"One two\",\"n_predict\":1,\"temperature\":0,\"return_tokens\":true,"
                + "\"logit_bias\":{\"2380\":false}}");
    assertThat(banned.at("/tokens/0").asInt()).isNotEqualTo(id(" three"));
  }

  @Test
  void tokensThatEndInsideACharacterAreHeldBack() throws Exception {
    int[] bird = CL100K.encode(" \uD83E\uDDA9");
    assertThat(bird.length).isGreaterThan(1);
    String request =
        """
        {"prompt":"A bird","n_predict":%d,"temperature":0,"n_probs":2,"return_tokens":true,
         "stream":true}\
        """;
    List<JsonNode> events = caller.events("/completion", request.formatted(bird.length));
    assertThat(events).hasSize(2);
    JsonNode event = events.getFirst();
    assertThat(event.path("content").asText()).isEqualTo(" \uD83E\uDDA9");
    assertThat(event.path("tokens").toString()).isEqualTo("[" + bird[bird.length - 1] + "]");
    assertThat(event.path("tokens_predicted").asInt()).isEqualTo(bird.length);
    JsonNode entry = event.at("/completion_probabilities/0");
    assertThat(entry.path("bytes").toString()).isEqualTo("[32,240,159,166,169]");
    assertThat(entry.at("/top_logprobs/0/bytes")).hasSizeLessThan(5);

    List<JsonNode> cut = caller.events("/completion", request.formatted(bird.length - 1));
    assertThat(cut).hasSize(1);
    assertThat(cut.getFirst().path("tokens_predicted").asInt()).isEqualTo(bird.length - 1);
    assertThat(cut.getFirst().path("stop_type").asText()).isEqualTo("limit");

    JsonNode whole =
        caller.post("/completion", request.formatted(bird.length).replace("true}", "false}"));
    assertThat(whole.path("tokens")).as("plain answers name every token").hasSize(bird.length);

    List<JsonNode> inside =
        caller.events(
            "/completion",
            "{\"prompt\":[%d,%d],\"n_predict\":1,\"temperature\":0,\"stream\":true}"
                .formatted(id(" bird"), bird[0]));
    assertThat(inside.getFirst().path("content").asText()).contains("\uFFFD");
  }

  @Test
  void stopStringsEndTheTextBeforeThem() throws Exception {
    List<JsonNode> events =
        caller.events(
            "/completion",
            """
            {"prompt":"One","n_predict":20,"temperature":0,"stop":["four f","never"],
             "return_tokens":true,"stream":true}\
            """);
    StringBuilder text = new StringBuilder();
    events.forEach(event -> text.append(event.path("content").asText()));
    assertThat(text).hasToString(" two three ");
    assertThat(events.getLast().path("stop_type").asText()).isEqualTo("word");
    assertThat(events.getLast().path("stopping_word").asText()).isEqualTo("four f");
    JsonNode plain =
        caller.post(
            "/completion",
            "{\"prompt\":\"One\",\"n_predict\":3,\"temperature\":0,\"stop\":[\"four f\"]}");
    assertThat(plain.path("content").asText()).as("it never came").isEqualTo(" two three four");
  }

  @Test
  void aSeedRepeatsAnAnswerAndSamplersAreObeyed() throws Exception {
    String request =
        """
        {"prompt":"","n_predict":12,"temperature":%s,"top_k":%d,"top_p":1,"min_p":0,"seed":%d}\
        """;
    List<String> answers = new ArrayList<>();
    for (int seed = 0; seed < 12; seed++) {
      String body = request.formatted("1.5", 0, seed);
      String text = caller.post("/completion", body).path("content").asText();
      assertThat(caller.post("/completion", body).path("content").asText()).isEqualTo(text);
      answers.add(text);
    }
    assertThat(answers.stream().distinct().count()).isGreaterThan(6);
    String greedy =
        caller.post("/completion", request.formatted("0", 0, 1)).path("content").asText();
    for (int seed = 0; seed < 5; seed++) {
      assertThat(
              caller
                  .post("/completion", request.formatted("1.5", 1, seed))
                  .path("content")
                  .asText())
          .as("top-k 1 leaves one candidate")
          .isEqualTo(greedy);
    }
  }
}
