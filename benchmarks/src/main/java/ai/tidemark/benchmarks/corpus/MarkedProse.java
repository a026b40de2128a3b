package ai.tidemark.benchmarks.corpus;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.demo.model.History;
import ai.tidemark.demo.model.NGramModel;
import ai.tidemark.demo.model.NextTokens;
import java.util.SplittableRandom;

/**
 * Answers of the demonstration's 3-gram model at temperature 1, the 20 most probable tokens, marked
 * under keys. Not thread-safe.
 */
final class MarkedProse {
  private static final int TOP = 20;

  private final NGramModel model;
  private final Tokenizer tokenizer;
  private final Contexts.Coined contexts;
  private final DrawKey fleet;
  private final DrawKey tenant;
  private final NextTokens next;
  private final int[] candidates = new int[TOP];
  private final double[] q = new double[TOP];

  MarkedProse(
      NGramModel model,
      Tokenizer tokenizer,
      Contexts.Coined contexts,
      DrawKey fleet,
      DrawKey tenant) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.contexts = contexts;
    this.fleet = fleet;
    this.tenant = tenant;
    this.next = new NextTokens(model);
  }

  /** Appends an answer of about so many tokens, less where the model ends it; returns how many. */
  int write(int tokens, Mix random, Utf8Text out) {
    Marker marker = new Marker(contexts, fleet, tenant, new SplittableRandom(random.next()));
    History history = new History(model);
    for (int i = 0; i < tokens; i++) {
      next.top(history, TOP);
      int n = candidates();
      int id = candidates[marker.choose(candidates, q, n)];
      history.add(id);
      out.add(tokenizer.bytes(id));
    }
    return tokens;
  }

  /** Takes over the candidates but the end of text, in shares of 1. */
  private int candidates() {
    int n = 0;
    double sum = 0;
    for (int rank = 0; rank < next.size(); rank++) {
      if (next.id(rank) != model.endOfTextId()) {
        candidates[n] = next.id(rank);
        q[n] = next.p(rank);
        sum += q[n++];
      }
    }
    for (int i = 0; i < n; i++) {
      q[i] /= sum;
    }
    return n;
  }
}
