package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.ScanKeys;
import java.util.ArrayList;
import java.util.List;

/** Scores one document after another under the same keys. Not thread-safe: one per worker. */
public final class DocumentScorer {
  private static final int USUAL_TUPLES = 1 << 14;

  private final Contexts.Coined contexts;
  private final Coin coin;
  private final Draws fleet;
  private final List<Draws> tenants = new ArrayList<>();
  private TupleSet tuples = new TupleSet(1 << 10);
  private int positions;

  /** A scorer for some keys. */
  public DocumentScorer(Contexts.Coined contexts, ScanKeys keys) {
    this.contexts = contexts;
    try (DrawKey coinKey = keys.fleet().key().coinKey()) {
      this.coin = new Coin(contexts, coinKey);
    }
    this.fleet = Draws.bulk(keys.fleet().key());
    for (NamedKey tenant : keys.tenants()) {
      tenants.add(Draws.bulk(tenant.key()));
    }
  }

  /** Starts a document. */
  public void begin() {
    if (tuples.size() > USUAL_TUPLES) {
      tuples = new TupleSet(1 << 10); // clearing a large table would cost every later document
    } else {
      tuples.clear();
    }
    positions = 0;
  }

  /**
   * Adds a run of ids of the document; no context spans two runs.
   *
   * @param ids no control tokens, shape [>= n]
   */
  public void add(int[] ids, int n) {
    positions += Grams.forEach(contexts, ids, n, tuples::add);
  }

  /** Returns what the document's distinct tuples show. */
  public DocumentEvidence evidence() {
    Coin.Routed routed = coin.route(tuples.hi(), tuples.lo(), 0, tuples.size());
    List<Evidence> own = new ArrayList<>(tenants.size());
    for (Draws tenant : tenants) {
      own.add(routed.tenant().evidence(tenant));
    }
    return new DocumentEvidence(positions, routed.fleet().evidence(fleet), own);
  }

  /** Returns the document's distinct tuples; valid until the next {@link #begin}. */
  public TupleSet tuples() {
    return tuples;
  }
}
