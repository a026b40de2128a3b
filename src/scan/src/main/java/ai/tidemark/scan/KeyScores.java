package ai.tidemark.scan;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.inference.Judge;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.report.ScanCost;
import ai.tidemark.scan.state.CorpusScores;
import ai.tidemark.scan.state.TupleSource;
import java.util.ArrayList;
import java.util.List;

/** Scores keys over the distinct tuples of a corpus: one pass an era, all its keys together. */
final class KeyScores {
  private final ScanOptions options;
  private final TupleSource tuples;
  private final int sliceLevel;
  private final Cancellation cancellation;
  private ScanCost cost = ScanCost.NONE;

  private final List<Hypothesis> hypotheses = new ArrayList<>();
  private final List<Judge.Case> cases = new ArrayList<>();
  private final List<Evidence> slices = new ArrayList<>();

  /**
   * @param sliceLevel the level of the slice that decoys are scored on
   */
  KeyScores(ScanOptions options, TupleSource tuples, int sliceLevel, Cancellation cancellation) {
    this.options = options;
    this.tuples = tuples;
    this.sliceLevel = sliceLevel;
    this.cancellation = cancellation;
  }

  /** Scores the keys of every era. */
  void scoreAll() {
    for (int e = 0; e < options.keys().eras().size(); e++) {
      EraKeys era = options.keys().eras().get(e);
      CorpusScores scores =
          score(
              era.fleet().key(),
              List.of(era.fleet().key()),
              era.tenants().stream().map(NamedKey::key).toList());
      List<List<Evidence>> fleet = forms(scores, Tier.FLEET);
      add(Hypothesis.fleet(e), era, fleet, 0, scores.slice(Tier.FLEET, TextForm.RAW));
      List<List<Evidence>> own = forms(scores, Tier.TENANT);
      List<Evidence> slice = scores.slice(Tier.TENANT, TextForm.RAW);
      for (int t = 0; t < era.tenants().size(); t++) {
        add(new Hypothesis(Claim.TENANT, e, t), era, own, t, slice);
      }
    }
  }

  private void add(
      Hypothesis hypothesis, EraKeys era, List<List<Evidence>> forms, int k, List<Evidence> slice) {
    hypotheses.add(hypothesis);
    cases.add(
        Judge.Case.of(
            hypothesis.claim(),
            era.era(),
            hypothesis.key(options.keys()),
            forms.stream().map(form -> form.get(k)).toList()));
    slices.add(slice.get(k));
  }

  /** Scores fleet keys that each have their own coin; returns one case each. */
  List<Judge.Case> scoreWrong(List<NamedKey> keys) {
    List<Judge.Case> wrong = new ArrayList<>();
    for (NamedKey key : keys) {
      CorpusScores scores = score(key.key(), List.of(key.key()), List.of());
      List<Evidence> forms =
          forms(scores, Tier.FLEET).stream().map(form -> form.getFirst()).toList();
      wrong.add(Judge.Case.of(Claim.FLEET, "", key, forms));
    }
    return wrong;
  }

  private CorpusScores score(DrawKey coinOwner, List<DrawKey> fleet, List<DrawKey> tenant) {
    CorpusScores scores =
        CorpusScores.of(
            tuples,
            sliceLevel,
            new CorpusScores.Keys(options.profile().contexts(), coinOwner, fleet, tenant),
            options.limits().workers(),
            cancellation::cancelled);
    cost =
        cost.plus(
            new ScanCost(fleet.size() + tenant.size(), scores.draws(), scores.cpuNanosTaken()));
    return scores;
  }

  private List<List<Evidence>> forms(CorpusScores scores, Tier tier) {
    return options.forms().stream().map(form -> scores.evidence(tier, form)).toList();
  }

  /** Returns the keys, era by era: the fleet, then its tenants. */
  List<Hypothesis> hypotheses() {
    return hypotheses;
  }

  /** Returns what they show, in the order of {@link #hypotheses}. */
  List<Judge.Case> cases() {
    return cases;
  }

  /** Returns what they show on the slice of the raw texts, in the same order. */
  List<Evidence> slices() {
    return slices;
  }

  /** Returns what the scoring cost so far. */
  ScanCost cost() {
    return cost;
  }
}
