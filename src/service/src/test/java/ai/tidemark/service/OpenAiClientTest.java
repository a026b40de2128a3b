package ai.tidemark.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.tidemark.service.answer.Answer;
import ai.tidemark.service.answer.Prompt;
import ai.tidemark.service.answer.Sampling;
import ai.tidemark.service.answer.UpstreamException;
import com.openai.client.OpenAIClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.models.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OpenAI's own client for Java makes of the proxy. */
final class OpenAiClientTest {
  private static final String HELLO = "Hello, \"tide\"\n潮\u0001!";

  @TempDir private Path directory;
  private ProxyFixture fixture;
  private OpenAIClient client;

  @BeforeEach
  void start() {
    fixture = new ProxyFixture(directory);
    client = fixture.client(ProxyFixture.STRICT);
  }

  @AfterEach
  void stop() {
    client.close();
    fixture.close();
  }

  private static ChatCompletionCreateParams.Builder chat() {
    return ChatCompletionCreateParams.builder().model("demo").addUserMessage("prompt-canary");
  }

  private static CompletionCreateParams.Builder text() {
    return CompletionCreateParams.builder().model("demo").prompt("Once");
  }

  @Test
  void chats() {
    AtomicReference<Object> seen = new AtomicReference<>();
    fixture.engine.says(
        (request, marker, sink) -> {
          seen.set(
              List.of(request.prompt(), request.sampling(), request.maxTokens(), request.stop()));
          return FakeEngine.hello(request, marker, sink);
        });
    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(
                chat()
                    .temperature(0.7)
                    .topP(0.9)
                    .maxCompletionTokens(50)
                    .stop("END")
                    .addDeveloperMessage("brief")
                    .build());
    assertThat(answer.choices()).hasSize(1);
    ChatCompletion.Choice choice = answer.choices().get(0);
    assertThat(choice.message().content()).contains(HELLO);
    assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(choice.index()).isZero();
    assertThat(answer.id()).startsWith("chatcmpl-");
    assertThat(answer.model()).isEqualTo("demo");
    assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(7);
    assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(10);
    assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(17);
    answer.validate();
    assertThat(seen.get())
        .isEqualTo(
            List.of(
                new Prompt.Chat(
                    List.of(
                        new Prompt.Message("user", "prompt-canary"),
                        new Prompt.Message("system", "brief"))),
                new Sampling(0.7, 0, 0.9),
                50,
                List.of("END")));
  }

  @Test
  void streamsChats() {
    List<ChatCompletionChunk> chunks;
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(chat().build())) {
      chunks = stream.stream().peek(ChatCompletionChunk::validate).toList();
    }
    assertThat(chunks).extracting(ChatCompletionChunk::id).containsOnly(chunks.get(0).id());
    assertThat(chunks).extracting(ChatCompletionChunk::created).doesNotContainNull();
    assertThat(chunks.get(0).choices().get(0).delta().role())
        .contains(ChatCompletionChunk.Choice.Delta.Role.ASSISTANT);
    assertThat(
            chunks.stream()
                .map(c -> c.choices().get(0).delta().content().orElse(""))
                .collect(Collectors.joining()))
        .isEqualTo(HELLO);
    for (int i = 0; i < chunks.size() - 1; i++) {
      assertThat(chunks.get(i).choices().get(0).finishReason()).isEmpty();
    }
    assertThat(chunks.getLast().choices().get(0).finishReason())
        .contains(ChatCompletionChunk.Choice.FinishReason.STOP);
    assertThat(chunks).allMatch(c -> c.usage().isEmpty());
  }

  @Test
  void countsTokensAtTheEndOfAStream() {
    ChatCompletionStreamOptions options =
        ChatCompletionStreamOptions.builder().includeUsage(true).build();
    List<ChatCompletionChunk> chunks;
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(chat().streamOptions(options).build())) {
      chunks = stream.stream().toList();
    }
    assertThat(chunks.getLast().choices()).isEmpty();
    assertThat(chunks.getLast().usage().orElseThrow().totalTokens()).isEqualTo(17);
    assertThat(chunks.subList(0, chunks.size() - 1)).allMatch(c -> c.usage().isEmpty());
    assertThat(chunks.get(chunks.size() - 2).choices().get(0).finishReason()).isPresent();
  }

  @Test
  void completesTexts() {
    fixture.engine.says(
        (request, marker, sink) -> {
          assertThat(request.prompt()).isEqualTo(new Prompt.Text("Once"));
          sink.text(" upon a time");
          return FakeEngine.answer(Answer.Finish.LENGTH, marker, request.maxTokens());
        });
    Completion answer = client.completions().create(text().maxTokens(5).build());
    answer.validate();
    assertThat(answer.id()).startsWith("cmpl-");
    assertThat(answer.choices().get(0).text()).isEqualTo(" upon a time");
    assertThat(answer.choices().get(0).finishReason())
        .isEqualTo(CompletionChoice.FinishReason.LENGTH);
    assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(5);
  }

  @Test
  void streamsTexts() {
    List<Completion> chunks;
    try (StreamResponse<Completion> stream = client.completions().createStreaming(text().build())) {
      chunks = stream.stream().toList();
    }
    assertThat(chunks.stream().map(c -> c.choices().get(0).text()).collect(Collectors.joining()))
        .isEqualTo(HELLO);
  }

  @Test
  void listsModels() {
    assertThat(client.models().list().data()).extracting(Model::id).containsExactly("demo");
  }

  @Test
  void labelsAnswers() {
    try (HttpResponseFor<ChatCompletion> raw =
        client.chat().completions().withRawResponse().create(chat().build())) {
      assertThat(raw.headers().values("x-tidemark-status")).containsExactly("marked");
      assertThat(raw.headers().values("x-tidemark-reason")).isEmpty();
      assertThat(raw.headers().values("x-tidemark-content-id").get(0)).matches("[0-9a-f]{32}");
      assertThat(raw.requestId().orElseThrow()).matches("[0-9a-f]{32}");
      assertThat(raw.parse().id())
          .isEqualTo("chatcmpl-" + raw.headers().values("x-tidemark-content-id").get(0));
    }
  }

  private OpenAIServiceException failure(Runnable call) {
    return catchThrowableOfType(OpenAIServiceException.class, call::run);
  }

  @Test
  void mapsErrorsToTheClientsExceptions() {
    OpenAIClient stranger = fixture.client("not-a-token-of-anyone");
    OpenAIServiceException unauthorized =
        failure(() -> stranger.chat().completions().create(chat().build()));
    assertThat(unauthorized).isInstanceOf(UnauthorizedException.class);
    assertThat(unauthorized.code()).contains("invalid_api_key");
    stranger.close();

    OpenAIServiceException noModel =
        failure(() -> client.chat().completions().create(chat().model("other").build()));
    assertThat(noModel).isInstanceOf(NotFoundException.class);
    assertThat(noModel.param()).contains("model");

    OpenAIServiceException badValue =
        failure(() -> client.chat().completions().create(chat().temperature(3.0).build()));
    assertThat(badValue).isInstanceOf(BadRequestException.class);
    assertThat(badValue.param()).contains("temperature");

    OpenAIServiceException refused =
        failure(() -> client.chat().completions().create(chat().temperature(0.0).build()));
    assertThat(refused).isInstanceOf(BadRequestException.class);
    assertThat(refused.code()).contains("unmarkable_temperature_zero");
    assertThat(refused.headers().values("x-should-retry")).containsExactly("false");
  }

  @Test
  void mapsUpstreamFailures() {
    for (UpstreamException.Kind kind : UpstreamException.Kind.values()) {
      fixture.engine.says(
          (_, _, _) -> {
            throw new UpstreamException(kind, "as told");
          });
      OpenAIServiceException e = failure(() -> client.chat().completions().create(chat().build()));
      assertThat(e).isInstanceOf(InternalServerException.class);
      assertThat(e.statusCode()).isEqualTo(kind == UpstreamException.Kind.TIMEOUT ? 504 : 502);
      OpenAIServiceException streamed =
          failure(
              () -> {
                try (StreamResponse<ChatCompletionChunk> stream =
                    client.chat().completions().createStreaming(chat().build())) {
                  assertThat(stream.stream()).isEmpty();
                }
              });
      assertThat(streamed.statusCode()).isEqualTo(e.statusCode());
    }
  }

  @Test
  void aStreamThatFailsMidwayThrows() {
    fixture.engine.says(
        (_, _, sink) -> {
          sink.text("half");
          throw new UpstreamException(UpstreamException.Kind.TRUNCATED, "as told");
        });
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(chat().build())) {
      assertThatThrownBy(() -> stream.stream().toList())
          .isInstanceOf(OpenAIException.class)
          .hasStackTraceContaining("broke off");
    }
  }

  @Test
  void aPlainAnswerThatFailsMidwayThrows() {
    fixture.engine.says(
        (_, _, sink) -> {
          sink.text("half");
          throw new UpstreamException(UpstreamException.Kind.TRUNCATED, "as told");
        });
    assertThatThrownBy(() -> client.chat().completions().create(chat().build()))
        .isInstanceOf(OpenAIException.class);
  }
}
