package ai.tidemark.evidence.verify;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.check.CheckReport;
import ai.tidemark.core.check.ProfileChecks;
import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.bundle.KnownAnswers;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.RecordedReport;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** What must hold for p-values to mean anything. */
final class Calibration {
  private static final Map<String, Boolean> PASSED = new HashMap<>(); // of this build, once

  /** Whether a verifier computes known answers. */
  @FunctionalInterface
  interface KnownAnswerCheck {
    /**
     * Returns whether it does.
     *
     * @param json the file of them, as the scheme has it
     */
    boolean passes(byte[] json);
  }

  private Calibration() {}

  /** Refuses a report that says itself that its numbers do not hold. */
  static void requireVerdict(RecordedReport report) {
    String verdict = report.verdict();
    if (verdict.equals(Verdict.INVALID.word()) || verdict.equals(Verdict.INCOMPLETE.word())) {
      throw new BundleException(Code.REPORT_INVALID, "the report's verdict is " + verdict);
    }
  }

  /** Refuses decoys that the report itself shows to contradict the null law. */
  static void requireSound(RecordedReport report) {
    for (RecordedReport.Panel panel : report.decoys().panels()) {
      if (panel.broken()) {
        throw new BundleException(
            Code.DECOYS_BROKEN,
            "decoys of era " + panel.era() + " vary more than the null law allows");
      }
    }
  }

  /** Runs the known answers. */
  static void requireKnownAnswers(Bundle bundle, KnownAnswerCheck check) {
    String sha256 = bundle.sha256(FileName.VECTORS);
    if (!sha256.equals(KnownAnswers.SHA_256)) {
      throw new BundleException(
          Code.VECTORS_OTHER, FileName.VECTORS + " holds other answers than the scheme has");
    }
    if (!check.passes(bundle.bytes(FileName.VECTORS))) {
      throw new BundleException(
          Code.VECTORS_FAILED, "this verifier does not compute the known answers of the scheme");
    }
  }

  /** Computes the known answers with the code that scores; once in a process. */
  static boolean computes(byte[] json) {
    String sha256 = HexFormat.of().formatHex(Merkle.sha256(json));
    synchronized (PASSED) {
      return PASSED.computeIfAbsent(sha256, _ -> computed(json));
    }
  }

  private static boolean computed(byte[] json) {
    try {
      CheckReport checked = ProfileChecks.run(FileName.VECTORS, json);
      return checked.passed();
    } catch (BadInputException _) {
      return false;
    }
  }
}
