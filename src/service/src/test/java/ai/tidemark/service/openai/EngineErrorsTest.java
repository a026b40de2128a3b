package ai.tidemark.service.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EngineErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        // llama.cpp: nested, the code a number
        "400 | {'error':{'code':400,'message':'too long','type':'invalid_request_error'}} | 400 |"
            + " {'error':{'message':'too long','type':'invalid_request_error','param':null,"
            + "'code':'400'}}",
        // SGLang, TensorRT-LLM: flat
        "400 | {'object':'error','message':'bad n','type':'BadRequest','param':'n','code':400} |"
            + " 400 | {'error':{'message':'bad n','type':'BadRequest','param':'n','code':'400'}}",
        // Ollama: a string
        "404 | {'error':'no such model'} | 404 | {'error':{'message':'no such"
            + " model','type':'invalid_request_error','param':null,'code':'upstream_refused'}}",
        // the engine's own trouble is not the client's
        "401 | {'error':{'message':'Invalid API Key'}} | 502 | {'error':{'message':'Invalid API"
            + " Key','type':'server_error','param':null,'code':'upstream_refused'}}",
        "503 | {'error':{'code':503,'message':'Loading model','type':'unavailable_error'}} | 503 |"
            + " {'error':{'message':'Loading model','type':'server_error','param':null,"
            + "'code':'upstream_refused'}}",
        "500 | <html> | 502 | {'error':{'message':'The model`s engine answered with an error.',"
            + "'type':'server_error','param':null,'code':'upstream_refused'}}",
      })
  void putsErrorsIntoOpenAisShape(int status, String body, int expected, String shape) {
    ApiError error = EngineErrors.read(status, body.replace('\'', '"').getBytes(UTF_8));
    assertThat(error.status()).isEqualTo(expected);
    assertThat(new String(error.body(), UTF_8))
        .isEqualTo(shape.replace('\'', '"').replace('`', '\''));
  }
}
