package ai.tidemark.scan.report;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.DocumentRule;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.Normalisation;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.source.Selection;
import ai.tidemark.scan.source.SourceLimits;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code report.json} says: its own account, to be checked. Read by {@link ReportReader}.
 *
 * @param json the whole document; do not modify
 * @param verdict word of the corpus
 * @param profileId id of the profile
 * @param profileSha256 of its canonical JSON, 64 hex digits
 * @param tokenizerFingerprint of its tokenizer
 * @param levels what counts as shown
 * @param field JSON pointer to the text of a record
 * @param selection which files were read, and which column of tables
 * @param textBytes UTF-8 bytes of one record at most
 * @param tupleBudget distinct tuples to hold at most
 * @param decoyTupleBudget distinct tuples for the decoys at most
 * @param rates how coarse samples were from the start
 * @param sourceLimits what a file may cost
 * @param documents how documents were flagged
 * @param normalisation which forms of a text were asked about
 * @param tuples which tuples were scored
 * @param tests the tests of the corpus, in their order
 * @param results by era: the fleet, then its tenants; at least one
 * @param runnerUp whether a strongest tenant that is not marked is named
 * @param wrongKeys how many keys were asked about only to show what a wrong key gives
 * @param decoys the decoys
 */
public record RecordedReport(
    JsonNode json,
    String verdict,
    String profileId,
    String profileSha256,
    String tokenizerFingerprint,
    Levels levels,
    String field,
    Selection selection,
    int textBytes,
    long tupleBudget,
    long decoyTupleBudget,
    SampleRates rates,
    SourceLimits sourceLimits,
    DocumentRule documents,
    Normalisation normalisation,
    Tuples tuples,
    List<Test> tests,
    List<Result> results,
    boolean runnerUp,
    int wrongKeys,
    Decoys decoys) {
  /** Copies the lists. */
  public RecordedReport {
    tests = List.copyOf(tests);
    results = List.copyOf(results);
  }

  /**
   * Which tuples were scored.
   *
   * @param distinct how many
   * @param digest 32 hex digits
   * @param level a sample of one in 2^level
   */
  public record Tuples(long distinct, String digest, int level) {}

  /**
   * A test of the corpus.
   *
   * @param test {@code sum}, {@code documents} or {@code tuples}
   * @param verdict word
   */
  public record Test(String test, String verdict) {}

  /**
   * A hypothesis.
   *
   * @param claim about the fleet or a tenant
   * @param era whose keys
   * @param key {@code fleet}, or the tenant's pseudonym
   * @param keyId public id of the key
   * @param form text form of the evidence
   * @param evidence n and S
   * @param log10P as written; empty where the report is invalid
   * @param verdict word
   */
  public record Result(
      Claim claim,
      String era,
      String key,
      String keyId,
      TextForm form,
      Evidence evidence,
      Optional<String> log10P,
      String verdict) {}

  /**
   * The decoys.
   *
   * @param seed what they are derived from
   * @param level scored on one tuple in 2^level
   * @param panels in their order
   */
  public record Decoys(String seed, int level, List<Panel> panels) {
    /** Copies. */
    public Decoys {
      panels = List.copyOf(panels);
    }

    /** Returns how many decoys have the true coin; 0 where no panel says so. */
    public int count() {
      return count(DecoyPanel.Kind.TRUE_COIN);
    }

    /** Returns how many have a coin of their own; 0 where no panel says so. */
    public int full() {
      return count(DecoyPanel.Kind.OWN_COIN);
    }

    private int count(DecoyPanel.Kind kind) {
      return panels.stream()
          .filter(p -> p.kind() == kind)
          .mapToInt(Panel::count)
          .findFirst()
          .orElse(0);
    }
  }

  /**
   * A panel of decoys.
   *
   * @param kind under whose coin
   * @param era whose real keys stand beside it
   * @param tier whose tuples
   * @param count decoys
   * @param broken whether it contradicts the null law
   * @param each whether it says the z of each decoy; older reports do not
   * @param ranked names of the real keys ranked in it
   */
  public record Panel(
      DecoyPanel.Kind kind,
      String era,
      Tier tier,
      int count,
      boolean broken,
      boolean each,
      List<String> ranked) {
    /** Copies. */
    public Panel {
      ranked = List.copyOf(ranked);
    }
  }

  /**
   * Returns the settings.
   *
   * @param profile the one that {@link #profileSha256} names
   * @throws IllegalArgumentException if it is another one
   */
  public Settings settings(Profile profile) {
    if (!profile.sha256().equals(profileSha256)) {
      throw new IllegalArgumentException(
          "profile must have SHA-256 " + profileSha256 + ", but has " + profile.sha256());
    }
    return new Settings(
        profile,
        levels,
        field,
        selection,
        textBytes,
        tupleBudget,
        decoyTupleBudget,
        rates,
        sourceLimits,
        documents,
        normalisation,
        decoys.seed());
  }
}
