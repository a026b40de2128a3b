package ai.tidemark.demo.server;

import ai.tidemark.demo.model.NextTokens;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.vertx.core.buffer.Buffer;

/**
 * The answer of {@code /completion}: streamed, one event for each token and a last one with {@code
 * "stop":true}; otherwise one object.
 */
final class NativeReply implements Reply {
  private final ServedModel model;
  private final JsonPieces pieces;
  private final CompletionRequest request;
  private Buffer out = Buffer.buffer();
  private int made;

  // not streamed only
  private final StringBuilder text = new StringBuilder();
  private final ArrayNode ids = JsonNodeFactory.instance.arrayNode();
  private final Buffer probabilities = Buffer.buffer();

  NativeReply(ServedModel model, JsonPieces pieces, CompletionRequest request) {
    this.model = model;
    this.pieces = pieces;
    this.request = request;
  }

  @Override
  public String contentType() {
    return request.stream() ? "text/event-stream" : "application/json; charset=utf-8";
  }

  @Override
  public void made(int id) {
    made++;
    if (!request.stream() && request.returnTokens()) {
      ids.add(id);
    }
  }

  @Override
  public void token(int id, double p, byte[] piece, String content, NextTokens candidates) {
    if (!request.stream()) {
      text.append(content);
      if (request.probabilities() > 0) {
        if (probabilities.length() > 0) {
          probabilities.appendByte((byte) ',');
        }
        appendProbabilities(probabilities, id, p, piece, candidates);
      }
      return;
    }
    out.appendString("data: {\"index\":0,\"content\":");
    JsonPieces.appendString(out, content);
    out.appendString(",\"tokens\":[");
    if (request.returnTokens()) {
      out.appendString(Integer.toString(id));
    }
    out.appendString("],\"stop\":false,\"id_slot\":-1,\"tokens_predicted\":")
        .appendString(Integer.toString(made))
        .appendString(",\"tokens_evaluated\":")
        .appendString(Integer.toString(request.prompt().size()));
    if (request.probabilities() > 0) {
      out.appendString(",\"completion_probabilities\":[");
      appendProbabilities(out, id, p, piece, candidates);
      out.appendByte((byte) ']');
    }
    out.appendString("}\n\n");
  }

  private void appendProbabilities(
      Buffer to, int id, double p, byte[] piece, NextTokens candidates) {
    pieces.appendEntry(to, id, piece, p);
    to.appendString(",\"top_logprobs\":[");
    for (int rank = 0; rank < candidates.size(); rank++) {
      if (rank > 0) {
        to.appendByte((byte) ',');
      }
      pieces.appendCandidate(to, candidates.id(rank), candidates.p(rank));
    }
    to.appendString("]}");
  }

  @Override
  public void end(Generation generation) {
    ObjectNode last = lastFields(generation);
    if (!request.responseFields().isEmpty()) {
      last = selected(last);
    }
    String json = last.toString();
    if (request.stream()) {
      out.appendString("data: ").appendString(json).appendString("\n\n");
    } else {
      out.appendString(json);
    }
  }

  private ObjectNode lastFields(Generation generation) {
    ObjectNode last = JsonNodeFactory.instance.objectNode();
    last.put("index", 0);
    last.put("content", request.stream() ? generation.rest() : text + generation.rest());
    last.set("tokens", ids);
    last.put("id_slot", Math.max(0, request.slot()));
    last.put("stop", true);
    last.put("model", model.name());
    last.put("tokens_predicted", generation.made());
    last.put("tokens_evaluated", request.prompt().size());
    last.put("truncated", false);
    last.put("stop_type", generation.end().field());
    last.put("stopping_word", generation.stoppingWord());
    last.put("tokens_cached", request.prompt().size() + generation.made());
    if (!request.stream() && request.probabilities() > 0) {
      last.putRawValue("completion_probabilities", new RawValue("[" + probabilities + "]"));
    }
    return last;
  }

  private ObjectNode selected(ObjectNode all) {
    ObjectNode selected = JsonNodeFactory.instance.objectNode();
    for (String path : request.responseFields()) {
      if (!all.at("/" + path).isMissingNode()) {
        selected.set(path, all.at("/" + path));
      }
    }
    return selected;
  }

  @Override
  public Buffer take() {
    Buffer taken = out;
    out = Buffer.buffer();
    return taken;
  }
}
