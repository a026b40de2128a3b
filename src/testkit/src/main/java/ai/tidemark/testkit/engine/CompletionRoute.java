package ai.tidemark.testkit.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code POST /completion} as llama.cpp answers it, quirks included: tokens that end inside a
 * character are never shown, their event is that of the token that completes it.
 */
final class CompletionRoute {
  private final StandInEngine engine;
  private final StandInVocabulary vocabulary;
  private final HttpExchange exchange;
  private final Optional<Fault> fault;

  private int[] ids = new int[0];
  private int size;
  private int topN;
  private final ByteArrayOutputStream generated = new ByteArrayOutputStream();
  private final ArrayNode allTokens = StandInEngine.JSON.arrayNode();
  private final ArrayNode allProbabilities = StandInEngine.JSON.arrayNode();

  CompletionRoute(StandInEngine engine, HttpExchange exchange, Optional<Fault> fault) {
    this.engine = engine;
    this.vocabulary = engine.model().vocabulary();
    this.exchange = exchange;
    this.fault = fault;
  }

  static int[] ids(JsonNode array) {
    int[] ids = new int[array.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = array.get(i).intValue();
    }
    return ids;
  }

  void serve(JsonNode request) throws IOException {
    if (refused(engine, exchange, fault)) {
      return;
    }
    int[] prompt = ids(request.path("prompt"));
    int predict = request.path("n_predict").asInt(-1);
    int forced = request.path("logit_bias").path(0).path(0).asInt(-1);
    engine.saw(
        new StandInEngine.Seen(prompt, predict, request.path("id_slot").asInt(-1), forced >= 0));
    if (request.path("temperature").asDouble(0.8) != 0 || predict < 1 || prompt.length < 2) {
      StandInEngine.error(exchange, 400, "the stand-in only drafts", "invalid_request_error");
      return;
    }
    if (prompt.length >= StandInEngine.CONTEXT) {
      StandInEngine.error(
          exchange,
          400,
          "request (" + prompt.length + " tokens) exceeds the available context size",
          "exceed_context_size_error");
      return;
    }
    ids = Arrays.copyOf(prompt, prompt.length + predict);
    size = prompt.length;
    topN = request.path("n_probs").asInt(0);
    boolean stream = request.path("stream").asBoolean(false);
    int slot = request.path("id_slot").asInt(-1);
    engine.enter(slot);
    try {
      Optional<EventStream> events =
          stream ? Optional.of(new EventStream(engine, exchange, fault)) : Optional.empty();
      ObjectNode last = generate(prompt.length, predict, forced, events);
      if (events.isPresent()) {
        events.get().send(last);
        events.get().end();
      } else {
        last.put("content", generated.toString(StandardCharsets.UTF_8));
        last.set("tokens", allTokens);
        last.set("completion_probabilities", allProbabilities);
        StandInEngine.json(exchange, 200, last);
      }
    } catch (EventStream.OverException e) {
      // the fault is the answer
    } finally {
      engine.leave(slot);
    }
  }

  /** Acts out the faults that come before any stream. */
  static boolean refused(StandInEngine engine, HttpExchange exchange, Optional<Fault> fault)
      throws IOException {
    if (fault.isEmpty()) {
      return false;
    }
    switch (fault.get().kind()) {
      case LOADING -> StandInEngine.error(exchange, 503, "Loading model", "unavailable_error");
      case BAD_REQUEST ->
          StandInEngine.error(
              exchange, 400, "Prompt contains invalid tokens", "invalid_request_error");
      case PLAIN_500 ->
          StandInEngine.whole(
              exchange, 500, "text/plain", "out of order".getBytes(StandardCharsets.UTF_8));
      case SILENT -> engine.silence();
      default -> {
        return false;
      }
    }
    return true;
  }

  private ObjectNode generate(
      int promptTokens, int predict, int forced, Optional<EventStream> events) throws IOException {
    int predicted = 0;
    boolean end = false;
    while (predicted < predict && !end && size < StandInEngine.CONTEXT) {
      StandInModel.Distribution distribution = engine.model().next(ids, size);
      int id = forced >= 0 ? forced : engine.rule().draft(ids, size, distribution);
      ids[size++] = id;
      predicted++;
      end = StandInVocabulary.ends(id);
      allTokens.add(id);
      generated.writeBytes(vocabulary.bytes(id));
      if (StandInModel.missing(generated.toByteArray()) > 0) {
        continue; // held back, and never shown
      }
      ObjectNode event = event(id, predicted, promptTokens, distribution);
      allProbabilities.addAll(event.withArray("completion_probabilities"));
      if (events.isPresent()) {
        events.get().send(event);
      }
    }
    ObjectNode last = StandInEngine.JSON.objectNode();
    last.putArray("tokens");
    return last.put("stop_type", end ? "eos" : "limit")
        .put("stop", true)
        .put("tokens_predicted", predicted)
        .put("truncated", size == StandInEngine.CONTEXT);
  }

  private ObjectNode event(
      int id, int predicted, int promptTokens, StandInModel.Distribution distribution) {
    ObjectNode event = StandInEngine.JSON.objectNode();
    event.put("index", 0).put("content", new String(vocabulary.bytes(id), StandardCharsets.UTF_8));
    event.putArray("tokens").add(id);
    event.put("stop", false).put("id_slot", -1);
    event.put("tokens_predicted", predicted).put("tokens_evaluated", promptTokens);
    if (topN > 0 && !is(Fault.Kind.NO_PROBABILITIES)) {
      ObjectNode position = event.putArray("completion_probabilities").addObject();
      candidate(position, id, 0);
      ArrayNode top = position.putArray(is(Fault.Kind.NO_IDS) ? "probs" : "top_logprobs");
      for (int j = 0; j < Math.min(topN, distribution.ids().length); j++) {
        candidate(top.addObject(), distribution.ids()[j], distribution.logprobs()[j]);
      }
    }
    return event;
  }

  private void candidate(ObjectNode entry, int id, double logprob) {
    if (!is(Fault.Kind.NO_IDS)) {
      entry.put("id", id);
    }
    byte[] bytes = vocabulary.bytes(id);
    entry.put("token", new String(bytes, StandardCharsets.UTF_8));
    ArrayNode array = entry.putArray("bytes");
    for (byte b : bytes) {
      array.add(b & 0xFF);
    }
    entry.put("logprob", logprob);
  }

  private boolean is(Fault.Kind kind) {
    return fault.isPresent() && fault.get().kind() == kind;
  }
}
