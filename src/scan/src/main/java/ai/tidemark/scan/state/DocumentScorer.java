package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.inference.ScanKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores one document after another for the same hypotheses. Not thread-safe: one per worker.
 *
 * <p>Each distinct tuple of the document counts once. Coins route it once an era, and each key
 * draws once, however many hypotheses it is part of.
 */
public final class DocumentScorer {
  /** Room that is kept from one document to the next; that of larger ones is given back. */
  private static final int USUAL_TUPLES = 1 << 16;

  /** Tuples routed at a time: with the blocks made of them they stay in the L2 cache. */
  private static final int RUN = 1 << 11;

  /**
   * Tokens for which room is made at once. Longer texts repeat themselves: 9.3 million tokens of a
   * PostScript file had 0.55 million distinct tuples, and room for all they might have had took 570
   * MB.
   */
  private static final int MOST_EXPECTED = 1 << 17;

  private final Contexts.Coined contexts;
  private final List<Hypothesis> hypotheses;
  private final List<Era> eras = new ArrayList<>();
  private TupleSet tuples = new TupleSet(0);
  private int positions;

  /** One era's coin, and the draws of those of its keys that are asked about. */
  private final class Era {
    private final Coin coin;
    private final Draws fleet;
    private final List<Draws> tenants = new ArrayList<>();
    private final List<Integer> indexes = new ArrayList<>(); // hypotheses about this era
    private final List<Integer> tenantOf = new ArrayList<>(); // index into tenants, or -1

    Era(EraKeys keys) {
      try (DrawKey coinKey = keys.fleet().key().coinKey()) {
        coin = new Coin(contexts, coinKey);
      }
      fleet = Draws.bulk(keys.fleet().key());
    }

    void evidence(TupleSet of, Evidence[] into) {
      Evidence ofFleet = Evidence.NONE;
      Evidence[] own = new Evidence[tenants.size()];
      Arrays.fill(own, Evidence.NONE);
      for (int from = 0; from < of.size(); from += RUN) {
        Coin.Routed routed = coin.route(of.hi(), of.lo(), from, Math.min(of.size(), from + RUN));
        ofFleet = ofFleet.plus(routed.fleet().evidence(fleet));
        for (int t = 0; t < own.length; t++) {
          own[t] = own[t].plus(routed.tenant().evidence(tenants.get(t)));
        }
      }
      for (int i = 0; i < indexes.size(); i++) {
        int index = indexes.get(i);
        into[index] =
            switch (hypotheses.get(index).claim()) {
              case FLEET -> ofFleet;
              case TENANT -> own[tenantOf.get(i)];
              case FLEET_AND_TENANT -> ofFleet.plus(own[tenantOf.get(i)]);
            };
      }
    }
  }

  /** A scorer for some hypotheses. */
  public DocumentScorer(Contexts.Coined contexts, ScanKeys keys, List<Hypothesis> hypotheses) {
    this.contexts = contexts;
    this.hypotheses = List.copyOf(hypotheses);
    for (int e = 0; e < keys.eras().size(); e++) {
      Era era = new Era(keys.eras().get(e));
      int known = -1; // the tenant whose draws stand last
      for (int h = 0; h < hypotheses.size(); h++) {
        Hypothesis hypothesis = hypotheses.get(h);
        if (hypothesis.era() != e) {
          continue;
        }
        era.indexes.add(h);
        if (hypothesis.claim() != Claim.FLEET && hypothesis.tenant() != known) {
          known = hypothesis.tenant();
          era.tenants.add(Draws.bulk(hypothesis.key(keys).key()));
        }
        era.tenantOf.add(hypothesis.claim() == Claim.FLEET ? -1 : era.tenants.size() - 1);
      }
      if (!era.indexes.isEmpty()) {
        eras.add(era);
      }
    }
  }

  /** Starts a document. */
  public void begin() {
    if (tuples.size() > USUAL_TUPLES) {
      tuples = new TupleSet(0);
    }
    tuples.clear(0);
    positions = 0;
  }

  /**
   * Adds a run of ids of the document; no context spans two runs.
   *
   * @param ids no control tokens, shape [>= n]
   */
  public void add(int[] ids, int n) {
    if (tuples.size() == 0) {
      tuples.clear(2 * Math.min(n, MOST_EXPECTED)); // a wide and a narrow tuple for each
    }
    positions += Grams.addTo(tuples, contexts, ids, n);
  }

  /** Returns what the document's distinct tuples show, in the order of the hypotheses. */
  public List<Evidence> evidence() {
    return evidence(tuples);
  }

  /**
   * Returns what some distinct tuples show, in the order of the hypotheses; evidence of disjoint
   * sets adds.
   */
  public List<Evidence> evidence(TupleSet of) {
    Evidence[] evidence = new Evidence[hypotheses.size()];
    eras.forEach(era -> era.evidence(of, evidence));
    return List.of(evidence);
  }

  /** Returns how many positions are scored, repeats included. */
  public int positions() {
    return positions;
  }

  /** Returns the document's distinct tuples; valid until the next {@link #begin}. */
  public TupleSet tuples() {
    return tuples;
  }
}
