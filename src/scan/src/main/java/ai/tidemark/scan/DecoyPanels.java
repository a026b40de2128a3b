package ai.tidemark.scan;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.DecoyKeys;
import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.Diagnosis;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.OpenedEra;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.state.CorpusScores;
import ai.tidemark.scan.state.SliceCheck;
import ai.tidemark.scan.state.TupleSlice;
import ai.tidemark.scan.state.TupleSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scores decoys on a slice of the corpus and sets the real keys beside them. */
final class DecoyPanels {
  private final Contexts.Coined contexts;
  private final TupleSlice slice;
  private final int workers;
  private final Cancellation cancellation;
  private final List<DrawKey> decoys;
  private final List<DrawKey> full;
  private Optional<List<Evidence>> ownCoins = Optional.empty();
  private final List<DecoyPanel> panels = new ArrayList<>();

  DecoyPanels(
      Contexts.Coined contexts,
      DecoyPlan plan,
      TupleSlice slice,
      int workers,
      Cancellation cancellation) {
    this.contexts = contexts;
    this.slice = slice;
    this.workers = workers;
    this.cancellation = cancellation;
    decoys = DecoyKeys.of(plan.seed(), plan.count());
    full = DecoyKeys.of(plan.seed(), DecoyKeys.FIRST_FULL, plan.full());
  }

  /**
   * Returns the level of the slice that decoys score.
   *
   * @param budget tuples of it at most
   * @param least the level is not below it
   */
  static int level(TupleSource tuples, long budget, int least) {
    return Math.max(least, tuples.levelOfAtMost(budget));
  }

  /**
   * A real key to be ranked.
   *
   * @param slice its evidence on the slice
   */
  record Ranked(NamedKey key, Tier tier, Evidence slice) {}

  /**
   * Scores the decoys under the coin of an era and ranks its keys among them.
   *
   * @param tenants whether the era has tenants, so that decoys are scored on their tier too
   * @param ranked real keys of the era
   */
  void score(OpenedEra era, boolean tenants, List<Ranked> ranked) {
    List<DrawKey> tenant = tenants ? decoys : List.of();
    CorpusScores.Keys keys = new CorpusScores.Keys(contexts, era.coin(), decoys, tenant);
    CorpusScores scores = CorpusScores.ofSlice(slice, keys, workers, cancellation::cancelled);
    for (Tier tier : tenants ? List.of(Tier.FLEET, Tier.TENANT) : List.of(Tier.FLEET)) {
      List<Evidence> evidence = scores.evidence(tier, TextForm.RAW);
      panels.add(panel(DecoyPanel.Kind.TRUE_COIN, era, tier, ranked, evidence));
    }
    if (!full.isEmpty()) {
      panels.add(panel(DecoyPanel.Kind.OWN_COIN, era, Tier.FLEET, ranked, ownCoins()));
    }
  }

  /** Returns what decoys with their own coins show: the same for every era. */
  private List<Evidence> ownCoins() {
    if (ownCoins.isEmpty()) {
      ownCoins =
          Optional.of(CorpusScores.ofEach(slice, contexts, full, workers, cancellation::cancelled));
    }
    return ownCoins.get();
  }

  private static DecoyPanel panel(
      DecoyPanel.Kind kind, OpenedEra era, Tier tier, List<Ranked> ranked, List<Evidence> scored) {
    List<Ranked> own = ranked.stream().filter(r -> r.tier() == tier).toList();
    return DecoyPanel.of(
        kind,
        era.era(),
        tier,
        own.stream().map(Ranked::key).toList(),
        own.stream().map(Ranked::slice).toList(),
        scored);
  }

  /** Returns the panels, in the order of the eras. */
  List<DecoyPanel> panels() {
    return List.copyOf(panels);
  }

  /** Returns whether the decoys contradict the null law. */
  boolean broken() {
    return panels.stream().anyMatch(DecoyPanel::broken);
  }

  /** Returns what explains it, where they do. */
  Optional<Diagnosis> diagnosis() {
    if (!broken()) {
      return Optional.empty();
    }
    SliceCheck check = SliceCheck.of(slice, decoys.getFirst());
    return Optional.of(Diagnosis.of(check.tuples(), check.repeated(), check.equalDraws(), panels));
  }
}
