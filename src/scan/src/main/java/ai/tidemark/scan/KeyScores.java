package ai.tidemark.scan;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.Judge;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.OpenedEra;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.report.ScanCost;
import ai.tidemark.scan.state.CorpusScores;
import ai.tidemark.scan.state.TupleSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scores keys over the distinct tuples of a corpus: one pass an era, all its keys together. */
final class KeyScores {
  private final Contexts.Coined contexts;
  private final List<TextForm> forms;
  private final TupleSource tuples;
  private final int sliceLevel;
  private final int workers;
  private final Cancellation cancellation;
  private ScanCost cost = ScanCost.NONE;

  /**
   * @param forms text forms that are asked about
   * @param sliceLevel the level of the slice that decoys are scored on
   */
  KeyScores(
      Contexts.Coined contexts,
      List<TextForm> forms,
      TupleSource tuples,
      int sliceLevel,
      int workers,
      Cancellation cancellation) {
    this.contexts = contexts;
    this.forms = forms;
    this.tuples = tuples;
    this.sliceLevel = sliceLevel;
    this.workers = workers;
    this.cancellation = cancellation;
  }

  /**
   * What a key shows.
   *
   * @param forms on each text form that is asked about, by {@link TextForm#at}
   * @param slice on the slice of the raw texts
   */
  record KeyScore(List<Evidence> forms, Evidence slice) {}

  /**
   * What the keys of an era show.
   *
   * @param fleet the fleet key, if it is held
   * @param tenants in the order of the keys
   */
  record EraScore(Optional<KeyScore> fleet, List<KeyScore> tenants) {}

  /** Scores the keys of an era that are held. */
  EraScore score(OpenedEra era) {
    List<NamedKey> fleet = era.fleet().stream().toList();
    CorpusScores scores = score(era, fleet, era.tenants());
    return new EraScore(
        of(scores, Tier.FLEET, fleet.size()).stream().findFirst(),
        of(scores, Tier.TENANT, era.tenants().size()));
  }

  private List<KeyScore> of(CorpusScores scores, Tier tier, int keys) {
    List<List<Evidence>> evidence = forms(scores, tier);
    List<Evidence> slice = scores.slice(tier, TextForm.RAW);
    List<KeyScore> found = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      int k = i;
      found.add(new KeyScore(evidence.stream().map(form -> form.get(k)).toList(), slice.get(k)));
    }
    return found;
  }

  /** Scores fleet keys that each have their own coin; returns one case each. */
  List<Judge.Case> scoreWrong(List<NamedKey> keys) {
    List<Judge.Case> wrong = new ArrayList<>();
    for (NamedKey key : keys) {
      try (OpenedEra own = OpenedEra.ofCoin("", key.key().coinKey(), List.of())) {
        CorpusScores scores = score(own, List.of(key), List.of());
        List<Evidence> evidence =
            forms(scores, Tier.FLEET).stream().map(form -> form.getFirst()).toList();
        wrong.add(Judge.Case.of(Claim.FLEET, "", key, evidence));
      }
    }
    return wrong;
  }

  private CorpusScores score(OpenedEra era, List<NamedKey> fleet, List<NamedKey> tenant) {
    CorpusScores scores =
        CorpusScores.of(
            tuples,
            sliceLevel,
            new CorpusScores.Keys(
                contexts,
                era.coin(),
                fleet.stream().map(NamedKey::key).toList(),
                tenant.stream().map(NamedKey::key).toList()),
            workers,
            cancellation::cancelled);
    cost =
        cost.plus(
            new ScanCost(fleet.size() + tenant.size(), scores.draws(), scores.cpuNanosTaken()));
    return scores;
  }

  private List<List<Evidence>> forms(CorpusScores scores, Tier tier) {
    return forms.stream().map(form -> scores.evidence(tier, form)).toList();
  }

  /** Returns what the scoring cost so far. */
  ScanCost cost() {
    return cost;
  }
}
