package ai.tidemark.scan;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.inference.Judge;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.state.DocumentScorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Evidence for single texts. Distinct tuples of the text are scored under the fleet key and every
 * tenant's, of every era; with E eras and T tenants in all E + 2T hypotheses share one alpha. Not
 * thread-safe: one per thread.
 */
public final class Detect {
  private final Tokenizer tokenizer;
  private final ScanKeys keys;
  private final Levels levels;
  private final List<Hypothesis> hypotheses = new ArrayList<>();
  private final DocumentScorer scorer;
  private final TokenBuffer buffer = new TokenBuffer();

  /**
   * A detector.
   *
   * @throws ai.tidemark.core.BadInputException if the profile is pinned to another tokenizer
   */
  public Detect(Profile profile, Tokenizer tokenizer, ScanKeys keys, Levels levels) {
    profile.require(tokenizer);
    this.tokenizer = tokenizer;
    this.keys = keys;
    this.levels = levels;
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
    buffer.clear();
    tokenizer.encode(text, buffer);
    scorer.begin();
    scorer.add(buffer.array(), buffer.size());
    return judged(buffer.size());
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
    return judged(ids.length);
  }

  private boolean isControl(int id) {
    return id >= 0 && id < tokenizer.vocabularySize() && tokenizer.isControl(id);
  }

  private Detection judged(int tokens) {
    List<Evidence> evidence = scorer.evidence();
    List<Judge.Case> cases = new ArrayList<>();
    for (int h = 0; h < hypotheses.size(); h++) {
      Hypothesis hypothesis = hypotheses.get(h);
      cases.add(
          Judge.Case.of(
              hypothesis.claim(),
              keys.eras().get(hypothesis.era()).era(),
              hypothesis.key(keys),
              List.of(evidence.get(h))));
    }
    List<Finding> findings = new Judge(levels, 1).together(cases);
    return new Detection(tokens, scorer.positions(), findings, Judge.strongest(findings));
  }
}
