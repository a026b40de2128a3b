package ai.tidemark.core.gumbel;

import ai.tidemark.core.scheme.Contexts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;

/** What the gumbel tests share: keys and profiles of vectors, and the path from ids to evidence. */
final class Doc {
  private Doc() {}

  static DrawKey key(JsonNode hex) {
    return DrawKey.copyOf(HexFormat.of().parseHex(hex.textValue()));
  }

  static Contexts.Coined contexts(JsonNode profile) {
    return new Contexts.Coined(
        profile.get("W").intValue(),
        profile.get("N").intValue(),
        profile.get("narrow").longValue(),
        profile.get("fleet").longValue());
  }

  /** Returns the distinct tuples of one document, routed by the coin of a fleet key. */
  static Coin.Routed route(Contexts.Coined contexts, DrawKey fleet, int[] ids) {
    TupleSet tuples = new TupleSet(0);
    Grams.forEach(contexts, ids, ids.length, tuples::add);
    return new Coin(contexts, fleet.coinKey()).route(tuples.hi(), tuples.lo(), 0, tuples.size());
  }
}
