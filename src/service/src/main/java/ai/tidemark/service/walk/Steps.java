package ai.tidemark.service.walk;

import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.service.answer.Answer;
import ai.tidemark.service.answer.Answer.Effort;
import ai.tidemark.service.answer.Answer.Finish;
import ai.tidemark.service.answer.Answer.Marks;
import ai.tidemark.service.answer.AnswerRequest;
import ai.tidemark.service.answer.AnswerSink;
import ai.tidemark.service.answer.ClientGoneException;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.llamacpp.Draft;
import ai.tidemark.service.llamacpp.LlamaServer;
import ai.tidemark.service.llamacpp.Position;
import ai.tidemark.service.llamacpp.PromptIds;
import java.util.Optional;

/** One answer being walked. */
final class Steps {
  private final LlamaServer.Lease engine;
  private final int topN;
  private final AnswerRequest request;
  private final Marker marker;
  private final AnswerSink sink;

  private final Pace pace;
  private final ClientLaw law;
  private final VisibleText text;
  private final PromptIds prompt;
  private final int promptTokens;

  private int drafted;
  private int mismatches;
  private double omitted;

  Steps(
      LlamaServer.Lease engine,
      WalkOptions options,
      AnswerRequest request,
      Marker marker,
      AnswerSink sink)
      throws UpstreamException, ClientGoneException {
    this.engine = engine;
    this.topN = options.topN();
    this.request = request;
    this.marker = marker;
    this.sink = sink;
    this.pace = new Pace(options.draftLength());
    this.law = new ClientLaw(request.sampling());
    this.text = new VisibleText(request.stop());
    this.prompt = new PromptIds(engine.promptIds(request.prompt()));
    this.promptTokens = prompt.size();
  }

  Answer toEnd() throws UpstreamException, ClientGoneException {
    Optional<Finish> finish = Optional.empty();
    while (finish.isEmpty()) {
      finish = draft();
    }
    emit(text.finish());
    return new Answer(
        finish.get(),
        promptTokens,
        text.seen(),
        new Marks(
            marker.keyedPositions(Tier.FLEET),
            marker.keyedPositions(Tier.TENANT),
            marker.expectedScore(Tier.FLEET),
            marker.expectedScore(Tier.TENANT),
            omitted / marker.size()),
        new Effort(engine.calls(), drafted + engine.singles(), mismatches));
  }

  /** Asks for one draft and walks it, to its end or to the first mismatch. */
  private Optional<Finish> draft() throws UpstreamException, ClientGoneException {
    if (marker.size() > 0 && prompt.size() >= engine.capabilities().contextTokens()) {
      return Optional.of(Finish.LENGTH);
    }
    int count = Math.min(pace.next(), request.maxTokens() - marker.size());
    try (Draft draft = engine.draft(prompt, count, topN)) {
      try {
        return walk(draft);
      } finally {
        drafted += draft.drafted();
      }
    }
  }

  private Optional<Finish> walk(Draft draft) throws UpstreamException, ClientGoneException {
    Optional<Position> position = draft.next();
    while (position.isPresent()) {
      Position at = position.get();
      int chosen = choose(at);
      boolean accepted = at.id(chosen) == at.draft();
      pace.saw(accepted);
      if (!accepted) {
        mismatches++;
      }
      if (!accepted || engine.mayEnd(at.id(chosen), at.piece(chosen))) {
        draft.close(); // before anything that waits: the engine stops at once
        return take(at, chosen);
      }
      Optional<Finish> finish = take(at, chosen);
      if (finish.isPresent()) {
        return finish;
      }
      position = draft.next();
    }
    return switch (draft.end()) {
      case COMPLETE -> Optional.empty();
      case END_OF_GENERATION -> Optional.of(Finish.STOP);
      case CONTEXT_FULL -> Optional.of(Finish.LENGTH);
      case HELD_BACK -> {
        draft.close();
        Position hidden = engine.position(prompt, topN);
        yield take(hidden, choose(hidden));
      }
    };
  }

  private int choose(Position position) {
    omitted += law.omitted(position);
    int n = law.apply(position);
    return marker.choose(law.ids(), law.q(), n);
  }

  /** Makes the chosen candidate the answer's next token. */
  private Optional<Finish> take(Position position, int chosen)
      throws UpstreamException, ClientGoneException {
    int id = position.id(chosen);
    byte[] piece = position.piece(chosen);
    if (engine.mayEnd(id, piece)) {
      if (engine.ends(id, prompt)) {
        return Optional.of(Finish.STOP);
      }
      piece = new byte[0]; // a control token is never text
    }
    prompt.add(id);
    emit(text.push(piece));
    if (text.stopped()) {
      return Optional.of(Finish.STOP);
    }
    return marker.size() >= request.maxTokens() ? Optional.of(Finish.LENGTH) : Optional.empty();
  }

  private void emit(String piece) throws ClientGoneException {
    if (!piece.isEmpty()) {
      sink.text(piece);
    }
  }
}
