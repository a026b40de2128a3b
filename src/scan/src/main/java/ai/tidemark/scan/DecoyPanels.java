package ai.tidemark.scan;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.DecoyKeys;
import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.Diagnosis;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.state.CorpusScores;
import ai.tidemark.scan.state.SliceCheck;
import ai.tidemark.scan.state.TupleSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scores decoys on a slice of the corpus and sets the real keys beside them. */
final class DecoyPanels {
  private final ScanOptions options;
  private final TupleSource tuples;
  private final int level;
  private final Cancellation cancellation;
  private final List<DrawKey> decoys;
  private final List<DrawKey> full;
  private final List<DecoyPanel> panels = new ArrayList<>();

  /**
   * @param level of the slice
   */
  DecoyPanels(ScanOptions options, TupleSource tuples, int level, Cancellation cancellation) {
    this.options = options;
    this.tuples = tuples;
    this.level = level;
    this.cancellation = cancellation;
    DecoyPlan plan = options.decoys();
    decoys = DecoyKeys.of(plan.seed(), plan.count());
    full = DecoyKeys.of(plan.seed(), DecoyKeys.FIRST_FULL, plan.full());
  }

  /**
   * Scores the decoys.
   *
   * @param ranked real keys to be ranked among them
   * @param slices their evidence on the slice, in the same order
   */
  List<DecoyPanel> score(List<Hypothesis> ranked, List<Evidence> slices) {
    Contexts.Coined contexts = options.profile().contexts();
    int workers = options.limits().workers();
    List<Evidence> own = List.of();
    if (!full.isEmpty()) {
      own = CorpusScores.ofEach(tuples, level, contexts, full, workers, cancellation::cancelled);
    }
    for (int e = 0; e < options.keys().eras().size(); e++) {
      EraKeys era = options.keys().eras().get(e);
      List<DrawKey> tenant = era.tenants().isEmpty() ? List.of() : decoys;
      CorpusScores.Keys keys = new CorpusScores.Keys(contexts, era.fleet().key(), decoys, tenant);
      CorpusScores scores =
          CorpusScores.ofSlice(tuples, level, keys, workers, cancellation::cancelled);
      Panel panel = new Panel(e, ranked, slices);
      List<Evidence> fleet = scores.evidence(Tier.FLEET, TextForm.RAW);
      panels.add(panel.of(DecoyPanel.Kind.TRUE_COIN, Tier.FLEET, fleet));
      if (!tenant.isEmpty()) {
        panels.add(
            panel.of(
                DecoyPanel.Kind.TRUE_COIN,
                Tier.TENANT,
                scores.evidence(Tier.TENANT, TextForm.RAW)));
      }
      if (!full.isEmpty()) {
        panels.add(panel.of(DecoyPanel.Kind.OWN_COIN, Tier.FLEET, own));
      }
    }
    return panels;
  }

  /** The ranked keys of one era. */
  private final class Panel {
    private final EraKeys era;
    private final List<NamedKey> names = new ArrayList<>();
    private final List<Evidence> real = new ArrayList<>();
    private final List<Tier> tiers = new ArrayList<>();

    Panel(int e, List<Hypothesis> ranked, List<Evidence> slices) {
      ScanKeys keys = options.keys();
      era = keys.eras().get(e);
      for (int i = 0; i < ranked.size(); i++) {
        if (ranked.get(i).era() == e) {
          names.add(ranked.get(i).key(keys));
          real.add(slices.get(i));
          tiers.add(ranked.get(i).tenant() < 0 ? Tier.FLEET : Tier.TENANT);
        }
      }
    }

    DecoyPanel of(DecoyPanel.Kind kind, Tier tier, List<Evidence> scored) {
      List<NamedKey> keys = new ArrayList<>();
      List<Evidence> evidence = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        if (tiers.get(i) == tier) {
          keys.add(names.get(i));
          evidence.add(real.get(i));
        }
      }
      return DecoyPanel.of(kind, era.era(), tier, keys, evidence, scored);
    }
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
    SliceCheck check = SliceCheck.of(tuples, level, decoys.getFirst());
    return Optional.of(Diagnosis.of(check.tuples(), check.repeated(), check.equalDraws(), panels));
  }
}
