package ai.tidemark.scan;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Judge;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.state.DocumentEvidence;
import ai.tidemark.scan.state.DocumentScorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Evidence for single texts. Distinct tuples of the text are scored under the fleet key and every
 * tenant's; with T tenants 1 + 2T hypotheses share one alpha. Not thread-safe: one per thread.
 */
public final class Detect {
  private final Tokenizer tokenizer;
  private final ScanKeys keys;
  private final Levels levels;
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
    this.scorer = new DocumentScorer(profile.contexts(), keys);
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
    DocumentEvidence evidence = scorer.evidence();
    List<Judge.Case> cases = new ArrayList<>();
    cases.add(Judge.Case.of(Claim.FLEET, keys.fleet(), evidence.fleet()));
    for (int t = 0; t < keys.tenants().size(); t++) {
      NamedKey tenant = keys.tenants().get(t);
      Evidence own = evidence.tenants().get(t);
      cases.add(Judge.Case.of(Claim.TENANT, tenant, own));
      cases.add(Judge.Case.of(Claim.FLEET_AND_TENANT, tenant, evidence.fleet().plus(own)));
    }
    List<Finding> findings = Judge.together(cases, levels);
    return new Detection(tokens, evidence.positions(), findings, Judge.strongest(findings));
  }
}
