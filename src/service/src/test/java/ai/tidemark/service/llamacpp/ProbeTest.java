package ai.tidemark.service.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.answer.UpstreamException.Kind;
import ai.tidemark.testkit.engine.Fault;
import ai.tidemark.testkit.engine.StandInEngine;
import ai.tidemark.testkit.engine.StandInModel;
import ai.tidemark.testkit.engine.StandInVocabulary;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ProbeTest {
  private final Vertx vertx = Vertx.vertx();
  private final StandInEngine engine = new StandInEngine(new StandInModel(51, 0, true), 3);
  private final LlamaServer server = new LlamaServer(vertx, LlamaOptions.of(engine.uri()));

  @AfterEach
  void stop() {
    server.close();
    engine.close();
    vertx.close().await();
  }

  @Test
  void aProbeFillsInTheCapabilities() throws UpstreamException {
    assertThat(server.capabilities()).isEmpty();
    Capabilities found = server.probe(engine.model().vocabulary(), 64);
    assertThat(found)
        .isEqualTo(new Capabilities("stand-in.gguf", 3, 4096, 64, StandInVocabulary.ofWord("a")));
    assertThat(server.capabilities()).contains(found);
    assertThat(engine.awaitIdle()).isTrue();
  }

  @Test
  void anotherTokenizerIsRefusedWithTheFirstDifference() {
    assertThatThrownBy(() -> server.probe(new Shifted(engine.model().vocabulary()), 64))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(engine.uri() + "/tokenize")
        .hasMessageContaining("The tide came in over the flat sand")
        .hasMessageMatching(".*token 0 is \\d+, but should be \\d+;.*")
        .hasMessageContaining("shifted");
    assertThat(server.capabilities()).isEmpty();
  }

  @Test
  void aServerThatListsNoProbabilitiesIsRefused() {
    engine.fail(Fault.Kind.NO_IDS, 0);
    assertThatThrownBy(() -> server.probe(engine.model().vocabulary(), 64))
        .isInstanceOfSatisfying(
            UpstreamException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MALFORMED))
        .hasMessageContaining("without token ids");
    assertThat(server.capabilities()).isEmpty();
  }

  @Test
  void aServerThatDoesNotDraftGreedilyIsRefused() {
    engine.drafts((_, _, distribution) -> distribution.ids()[1]);
    assertThatThrownBy(() -> server.probe(engine.model().vocabulary(), 64))
        .hasMessageContaining("does not draft the most probable token");
  }

  @Test
  void aServerThatLoadsItsModelCanBeProbedAgain() throws UpstreamException {
    engine.fail(Fault.Kind.LOADING, 0);
    assertThatThrownBy(() -> server.probe(engine.model().vocabulary(), 64))
        .isInstanceOfSatisfying(
            UpstreamException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
    assertThat(server.probe(engine.model().vocabulary(), 64).slots()).isEqualTo(3);
  }

  /** The stand-in's tokenizer with every id one too large. */
  private record Shifted(Tokenizer of) implements Tokenizer {
    @Override
    public String name() {
      return "shifted";
    }

    @Override
    public String fingerprint() {
      return of.fingerprint();
    }

    @Override
    public int vocabularySize() {
      return of.vocabularySize() + 1;
    }

    @Override
    public void encode(String text, TokenBuffer out) {
      for (int id : of.encode(text)) {
        out.add(id + 1);
      }
    }

    @Override
    public byte[] bytes(int id) {
      return of.bytes(id - 1);
    }

    @Override
    public boolean isControl(int id) {
      return of.isControl(id - 1);
    }
  }
}
