package ai.tidemark.service.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.tidemark.service.answer.AnswerRequest;
import ai.tidemark.service.answer.Prompt;
import ai.tidemark.service.answer.Sampling;
import ai.tidemark.service.openai.CompletionRequest.Delivery;
import ai.tidemark.service.openai.CompletionRequest.Plan;
import ai.tidemark.service.policy.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestReaderTest {
  private static final RequestReader READER = new RequestReader(1000);

  private static CompletionRequest chat(String fields) throws ApiError {
    return READER.read(Endpoint.CHAT, chatBody(fields).getBytes(UTF_8));
  }

  private static String chatBody(String fields) {
    return "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
        + (fields.isEmpty() ? "" : ",")
        + fields.replace('\'', '"')
        + "}";
  }

  private static CompletionRequest text(String fields) throws ApiError {
    String body = "{'model':'demo'" + (fields.isEmpty() ? "" : ",") + fields + "}";
    return READER.read(Endpoint.COMPLETIONS, body.replace('\'', '"').getBytes(UTF_8));
  }

  private static AnswerRequest marked(CompletionRequest request) {
    assertThat(request.plan()).isInstanceOf(Plan.Mark.class);
    return ((Plan.Mark) request.plan()).answer();
  }

  @Test
  void appliesOpenAiDefaults() throws ApiError {
    AnswerRequest chat = marked(chat(""));
    assertThat(chat.sampling()).isEqualTo(Sampling.DEFAULT);
    assertThat(chat.maxTokens()).isEqualTo(1000);
    assertThat(chat.stop()).isEmpty();
    assertThat(marked(text("'prompt':'x'")).maxTokens()).isEqualTo(16);
    assertThat(chat("").delivery()).isEqualTo(Delivery.WHOLE);
  }

  @Test
  void readsWhatIsCarriedOut() throws ApiError {
    CompletionRequest request =
        chat(
            "'temperature':0.7,'top_p':0.9,'top_k':40,'max_completion_tokens':7,'stop':['a','b'],"
                + "'stream':true,'stream_options':{'include_usage':true},'user':'u','seed':1,'n':1,"
                + "'tools':[],'logit_bias':{},'presence_penalty':0,'response_format':{'type':'text'},"
                + "'tool_choice':'none','logprobs':false,'top_logprobs':0,'min_p':0,'stop':null"
                    .replace(",'stop':null", ""));
    AnswerRequest answer = marked(request);
    assertThat(answer.sampling()).isEqualTo(new Sampling(0.7, 40, 0.9));
    assertThat(answer.maxTokens()).isEqualTo(7);
    assertThat(answer.stop()).containsExactly("a", "b");
    assertThat(request.delivery()).isEqualTo(Delivery.STREAM_WITH_USAGE);
    assertThat(marked(chat("'stop':'x','max_tokens':9")).stop()).containsExactly("x");
    assertThat(marked(chat("'top_p':0")).sampling().topP()).isPositive();
  }

  @Test
  void readsConversations() throws ApiError {
    byte[] body =
        """
        {"model":"demo","messages":[
          {"role":"developer","content":"be brief"},
          {"role":"user","content":[{"type":"text","text":"one "},{"type":"text","text":"two"}]},
          {"role":"assistant","content":"ok"}]}
        """
            .getBytes(UTF_8);
    assertThat(marked(READER.read(Endpoint.CHAT, body)).prompt())
        .isEqualTo(
            new Prompt.Chat(
                java.util.List.of(
                    new Prompt.Message("system", "be brief"),
                    new Prompt.Message("user", "one two"),
                    new Prompt.Message("assistant", "ok"))));
    assertThat(marked(text("'prompt':['only']")).prompt()).isEqualTo(new Prompt.Text("only"));
  }

  @Test
  void takesWatermarkControlsOut() throws ApiError {
    marked(chat("'watermarking':false,'watermark':{'key':1},'vllm_xargs':{'a':1}"));
    CompletionRequest passed = chat("'temperature':0,'custom_logit_processor':'x'");
    assertThat(((Plan.Pass) passed.plan()).forward().has("custom_logit_processor")).isFalse();
  }

  @Test
  void statesOpenAiDefaultsToTheEngine() throws ApiError {
    Plan.Pass pass = (Plan.Pass) chat("'logprobs':true").plan();
    assertThat(pass.forward().toString())
        .contains("\"temperature\":1.0", "\"top_p\":1.0", "\"top_k\":0", "\"min_p\":0")
        .contains("\"max_tokens\":1000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'tools':[{'type':'function'}] | TOOLS | tools",
        "'functions':[{'name':'f'}] | TOOLS | functions",
        "'tool_choice':'required' | TOOLS | tool_choice",
        "'response_format':{'type':'json_object'} | STRUCTURED_OUTPUT | response_format",
        "'response_format':{'type':'json_schema','json_schema':{}} | STRUCTURED_OUTPUT |"
            + " response_format",
        "'grammar':'root ::= x' | STRUCTURED_OUTPUT | grammar",
        "'json_schema':{} | STRUCTURED_OUTPUT | json_schema",
        "'temperature':0 | TEMPERATURE_ZERO | temperature",
        "'temperature':-0.0 | TEMPERATURE_ZERO | temperature",
        "'n':2 | MANY_CHOICES | n",
        "'logprobs':true | LOGPROBS | logprobs",
        "'top_logprobs':3 | LOGPROBS | top_logprobs",
        "'presence_penalty':0.5 | UNSUPPORTED_PARAMETER | presence_penalty",
        "'frequency_penalty':-1 | UNSUPPORTED_PARAMETER | frequency_penalty",
        "'repeat_penalty':1.1 | UNSUPPORTED_PARAMETER | repeat_penalty",
        "'min_p':0.05 | UNSUPPORTED_PARAMETER | min_p",
        "'logit_bias':{'5':1} | UNSUPPORTED_PARAMETER | logit_bias",
        "'modalities':['text','audio'] | UNSUPPORTED_PARAMETER | modalities",
        "'reasoning_effort':'low' | UNSUPPORTED_PARAMETER | reasoning_effort",
        "'n':2,'tools':[{}] | TOOLS | tools",
      })
  void findsWhatCannotBeMarked(String fields, Reason reason, String param) throws ApiError {
    Plan.Pass pass = (Plan.Pass) chat(fields).plan();
    assertThat(pass.reason()).isEqualTo(reason);
    assertThat(pass.param()).isEqualTo(param);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'prompt':'x','logprobs':0 | LOGPROBS | logprobs",
        "'prompt':'x','best_of':2 | MANY_CHOICES | best_of",
        "'prompt':['x','y'] | MANY_CHOICES | prompt",
        "'prompt':[[1],[2]] | MANY_CHOICES | prompt",
        "'prompt':[1,2,3] | UNSUPPORTED_PARAMETER | prompt",
        "'prompt':[[1,2]] | UNSUPPORTED_PARAMETER | prompt",
        "'prompt':'x','echo':true | UNSUPPORTED_PARAMETER | echo",
        "'prompt':'x','suffix':'y' | UNSUPPORTED_PARAMETER | suffix",
      })
  void findsWhatCannotBeMarkedInCompletions(String fields, Reason reason, String param)
      throws ApiError {
    Plan.Pass pass = (Plan.Pass) text(fields).plan();
    assertThat(pass.reason()).isEqualTo(reason);
    assertThat(pass.param()).isEqualTo(param);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"role\":\"tool\",\"tool_call_id\":\"1\",\"content\":\"x\"}",
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"1\"}]}",
      })
  void conversationsThatUsedToolsCannotBeMarked(String message) throws ApiError {
    Plan.Pass pass = (Plan.Pass) messages(message).plan();
    assertThat(pass.reason()).isEqualTo(Reason.TOOLS);
    assertThat(pass.param()).isEqualTo("messages");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{}}]}",
        "{\"role\":\"user\",\"name\":\"ann\",\"content\":\"x\"}",
      })
  void contentThatNoTemplateTakesCannotBeMarked(String message) throws ApiError {
    Plan.Pass pass = (Plan.Pass) messages(message).plan();
    assertThat(pass.reason()).isEqualTo(Reason.UNSUPPORTED_PARAMETER);
    assertThat(pass.param()).isEqualTo("messages");
  }

  private static CompletionRequest messages(String message) throws ApiError {
    return READER.read(
        Endpoint.CHAT, ("{\"model\":\"demo\",\"messages\":[" + message + "]}").getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'temperature':2.1 | temperature",
        "'temperature':-1 | temperature",
        "'temperature':1e999 | temperature",
        "'temperature':'1' | temperature",
        "'top_p':1.5 | top_p",
        "'top_k':-1 | top_k",
        "'top_k':2.5 | top_k",
        "'max_tokens':0 | max_tokens",
        "'max_tokens':1001 | max_tokens",
        "'max_tokens':99999999999999999999 | max_tokens",
        "'max_tokens':5,'max_completion_tokens':6 | max_tokens",
        "'stop':['a','b','c','d','e'] | stop",
        "'stop':'' | stop",
        "'stop':[1] | stop",
        "'stream':'yes' | stream",
        "'stream_options':{'include_usage':true} | stream_options",
        "'stream':true,'stream_options':{'include_usage':1} | include_usage",
        "'n':0 | n",
        "'logit_biased':{} | logit_biased",
        "'prompt':'x' | prompt",
        "'response_format':'json' | response_format",
      })
  void refusesBadValues(String fields, String param) {
    ApiError error = catchThrowableOfType(ApiError.class, () -> chat(fields));
    assertThat(error.status()).isEqualTo(400);
    assertThat(error.param()).contains(param);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"role\":\"user\"}",
        "{\"role\":\"user\",\"content\":[]}",
        "{\"role\":\"user\",\"content\":5}",
        "{\"role\":\"boss\",\"content\":\"canary\"}",
        "{\"content\":\"canary\"}",
        "\"canary\"",
      })
  void refusesBadMessages(String message) {
    ApiError error = catchThrowableOfType(ApiError.class, () -> messages(message));
    assertThat(error.status()).isEqualTo(400);
    assertThat(error.param().orElseThrow()).startsWith("messages[0]");
    assertThat(error.getMessage()).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "canary",
        "[]",
        "null",
        "{\"model\":\"canary\"",
        "{\"model\":\"demo\",\"model\":\"canary\"}",
        "{\"model\":\"canary\"} {}",
        "{\"model\":NaN}",
      })
  void refusesWhatIsNotAJsonObject(String body) {
    ApiError error =
        catchThrowableOfType(
            ApiError.class, () -> READER.read(Endpoint.CHAT, body.getBytes(UTF_8)));
    assertThat(error.status()).isEqualTo(400);
    assertThat(error.code()).isEqualTo("invalid_json");
    assertThat(error.getMessage()).doesNotContain("canary");
  }

  @Test
  void refusesDeepNesting() {
    String body = "{\"model\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    ApiError error =
        catchThrowableOfType(
            ApiError.class, () -> READER.read(Endpoint.CHAT, body.getBytes(UTF_8)));
    assertThat(error.code()).isEqualTo("invalid_json");
  }

  @Test
  void refusesBrokenUtf8() {
    byte[] body = chatBody("'user':'?'").getBytes(UTF_8);
    body[body.length - 3] = (byte) 0xff;
    ApiError error = catchThrowableOfType(ApiError.class, () -> READER.read(Endpoint.CHAT, body));
    assertThat(error.code()).isEqualTo("invalid_json");
  }

  @Test
  void readsLongStrings() throws ApiError {
    String prompt = "x".repeat(25_000_000); // beyond Jackson's own default
    assertThat(marked(text("'prompt':'" + prompt + "'")).prompt())
        .isEqualTo(new Prompt.Text(prompt));
  }
}
