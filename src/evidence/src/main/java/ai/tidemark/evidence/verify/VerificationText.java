package ai.tidemark.evidence.verify;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.ScanReport;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;

/** What a verifier found, for people and for programs. */
public final class VerificationText {
  private static final String FORMAT = "tidemark-verification-v1";
  private static final int PLACES = 4;

  private VerificationText() {}

  /**
   * Returns lines for a terminal, each ended by a newline.
   *
   * @param required the claims that the policy asks for
   */
  public static String text(Verification verification, Set<BundleClaim> required) {
    StringBuilder out = new StringBuilder();
    for (BundleClaim claim : BundleClaim.values()) {
      out.append(String.format(Locale.ROOT, "%-11s ", claim.word()))
          .append(verification.outcome(claim).line())
          .append(required.contains(claim) ? "\n" : " (not required)\n");
    }
    if (!verification.findings().isEmpty()) {
      out.append('\n');
    }
    for (KeyFinding finding : verification.findings()) {
      finding(finding, out);
    }
    if (!verification.findings().isEmpty()) {
      out.append('\n').append(ScanReport.MEANING).append('\n');
    }
    for (String note : verification.notes()) {
      out.append("note        ").append(note).append('\n');
    }
    out.append(
        verification.passed(required)
            ? "\nevery required claim passed\n"
            : "\nNOT verified: a required claim did not pass\n");
    return out.toString();
  }

  private static void finding(KeyFinding finding, StringBuilder out) {
    Multiplicity paid = finding.multiplicity();
    out.append(
        String.format(
            Locale.ROOT,
            "%-11s %s  n = %,d  S = %s  log10 p = %s  N = %,d  charged log10 p = %s  (%s)%n",
            finding.key(),
            finding.era(),
            finding.evidence().n(),
            finding.evidence().sum(),
            Decimals.fixed(finding.log10P(), PLACES),
            paid.total(),
            Decimals.fixed(finding.log10Charged(), PLACES),
            finding.verdict()));
    out.append(
        String.format(
            Locale.ROOT,
            "            N = %,d era commitments with overlapping windows x %,d plans or scans%n",
            paid.eras(),
            paid.looks()));
  }

  /** Returns the same as canonical JSON: {@code tidemark-verification-v1}. */
  public static byte[] json(Verification verification, Set<BundleClaim> required) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT).put("passed", verification.passed(required));
    ObjectNode claims = root.putObject("claims");
    for (BundleClaim claim : BundleClaim.values()) {
      ObjectNode node = claims.putObject(claim.word()).put("required", required.contains(claim));
      switch (verification.outcome(claim)) {
        case Outcome.Passed(String sentence) ->
            node.put("outcome", "passed").put("sentence", sentence);
        case Outcome.Failed(var code, String sentence) ->
            node.put("outcome", "failed").put("code", code.name()).put("sentence", sentence);
        case Outcome.NotChecked(String why) ->
            node.put("outcome", "not checked").put("sentence", why);
      }
    }
    ArrayNode findings = root.putArray("findings");
    for (KeyFinding finding : verification.findings()) {
      findings
          .addObject()
          .put("era", finding.era())
          .put("key", finding.key())
          .put("keyId", finding.keyId())
          .put("form", finding.form())
          .put("n", finding.evidence().n())
          .put("S", finding.evidence().sum().toString())
          .put("log10P", Decimals.fixed(finding.log10P(), PLACES))
          .put("eras", finding.multiplicity().eras())
          .put("looks", finding.multiplicity().looks())
          .put("chargedLog10P", Decimals.fixed(finding.log10Charged(), PLACES))
          .put("verdict", finding.verdict());
    }
    root.put("meaning", ScanReport.MEANING);
    ArrayNode notes = root.putArray("notes");
    verification.notes().forEach(notes::add);
    return CanonicalJson.bytes(root);
  }
}
