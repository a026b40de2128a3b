package ai.tidemark.scan;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.text.Normalised;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.inference.Judge;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.Normalisation;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.state.DocumentScorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Evidence for single texts. Distinct tuples of the text are scored under the fleet key and every
 * tenant's, of every era, raw and after the normaliser; with E eras and T tenants in all E + 2T
 * hypotheses share one alpha, and each pays for both text forms. Token ids have no second form. Not
 * thread-safe: one per thread.
 */
public final class Detect {
  private final Tokenizer tokenizer;
  private final ScanKeys keys;
  private final Levels levels;
  private final Normalisation normalisation;
  private final List<Hypothesis> hypotheses = new ArrayList<>();
  private final DocumentScorer scorer;
  private final TokenBuffer buffer = new TokenBuffer();

  /** A detector that asks about raw and normalised texts. */
  public Detect(Profile profile, Tokenizer tokenizer, ScanKeys keys, Levels levels) {
    this(profile, tokenizer, keys, levels, Normalisation.N1);
  }

  /**
   * A detector.
   *
   * @param normalisation which forms of a text are asked about
   * @throws ai.tidemark.core.BadInputException if the profile is pinned to another tokenizer
   */
  public Detect(
      Profile profile,
      Tokenizer tokenizer,
      ScanKeys keys,
      Levels levels,
      Normalisation normalisation) {
    profile.require(tokenizer);
    this.tokenizer = tokenizer;
    this.keys = keys;
    this.levels = levels;
    this.normalisation = normalisation;
    for (int e = 0; e < keys.eras().size(); e++) {
      hypotheses.add(Hypothesis.fleet(e));
      for (int t = 0; t < keys.eras().get(e).tenants().size(); t++) {
        hypotheses.add(new Hypothesis(Claim.TENANT, e, t));
        hypotheses.add(new Hypothesis(Claim.FLEET_AND_TENANT, e, t));
      }
    }
    this.scorer = new DocumentScorer(profile.contexts(), keys, hypotheses);
  }

  /** Returns what a text shows; special tokens written out in it are text. */
  public Detection text(String text) {
    Normalised normalised = normalisation.apply(text);
    List<List<Evidence>> forms = new ArrayList<>();
    forms.add(evidence(text));
    int tokens = buffer.size();
    int positions = scorer.positions();
    for (int f = 1; f < normalisation.forms().size(); f++) {
      forms.add(normalised.changed() ? evidence(normalised.text()) : forms.getFirst());
    }
    return judged(tokens, positions, forms);
  }

  private List<Evidence> evidence(String text) {
    buffer.clear();
    tokenizer.encode(text, buffer);
    scorer.begin();
    scorer.add(buffer.array(), buffer.size());
    return scorer.evidence();
  }

  /**
   * Returns what token ids show. A control token ends a document: no context spans it.
   *
   * @param ids token ids, shape [n]
   */
  public Detection ids(int[] ids) {
    scorer.begin();
    int from = 0;
    for (int i = 0; i <= ids.length; i++) {
      if (i == ids.length || isControl(ids[i])) {
        scorer.add(from == 0 ? ids : Arrays.copyOfRange(ids, from, i), i - from);
        from = i + 1;
      }
    }
    return judged(ids.length, scorer.positions(), List.of(scorer.evidence()));
  }

  private boolean isControl(int id) {
    return id >= 0 && id < tokenizer.vocabularySize() && tokenizer.isControl(id);
  }

  private Detection judged(int tokens, int positions, List<List<Evidence>> forms) {
    List<Judge.Case> cases = new ArrayList<>();
    for (int h = 0; h < hypotheses.size(); h++) {
      Hypothesis hypothesis = hypotheses.get(h);
      List<Evidence> own = new ArrayList<>();
      for (List<Evidence> form : forms) {
        own.add(form.get(h));
      }
      String era = keys.eras().get(hypothesis.era()).era();
      cases.add(Judge.Case.of(hypothesis.claim(), era, hypothesis.key(keys), own));
    }
    List<Finding> findings = new Judge(levels, 1).together(cases);
    return new Detection(tokens, positions, findings, Judge.strongest(findings));
  }
}
