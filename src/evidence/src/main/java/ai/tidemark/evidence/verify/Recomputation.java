package ai.tidemark.evidence.verify;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.Recompute;
import ai.tidemark.scan.Recomputed;
import ai.tidemark.scan.inference.OpenedEra;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.RecordedReport;
import ai.tidemark.scan.state.TupleSource;
import java.util.List;
import java.util.Optional;

/** Computes the report's numbers again and says by which rule one differs. */
final class Recomputation {
  private static final double LN_10 = StrictMath.log(10);
  private static final int PLACES = 4;

  private Recomputation() {}

  /** Refuses a report whose p-values do not follow from its own sums; needs no blocks. */
  static void requireOwnSums(RecordedReport report) {
    for (RecordedReport.Result result : report.results()) {
      String own = Decimals.fixed(result.evidence().lnP() / LN_10, PLACES);
      boolean withheld = result.verdict().equals(Verdict.INVALID.word());
      if (!result.log10P().equals(Optional.of(own)) && !(withheld && result.log10P().isEmpty())) {
        throw new BundleException(
            Code.P_DIFFERS,
            "the report says log10 p = "
                + result.log10P().orElse("nothing")
                + " for "
                + result.key()
                + " of era "
                + result.era()
                + ", but its n and S give "
                + own);
      }
    }
  }

  /**
   * Computes everything that the blocks and the opened keys allow.
   *
   * @throws BundleException if the report is not one that can be computed again
   */
  static Recomputed of(
      Documents documents, List<OpenedEra> opened, TupleSource tuples, int workers) {
    try {
      return Recompute.of(
          documents.report(), documents.profile(), opened, tuples, workers, new Cancellation());
    } catch (BadInputException e) {
      boolean decoys = e.where().startsWith("report.json#/decoys");
      throw new BundleException(
          decoys ? Code.DECOYS_DIFFER : Code.TESTS_DIFFER, String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new BundleException(Code.TESTS_DIFFER, String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns the first difference in the results and tests, as the rule that it breaks. */
  static Optional<BundleException> difference(Recomputed recomputed) {
    return recomputed.differences().stream()
        .filter(one -> !one.pointer().startsWith("/decoys"))
        .map(one -> new BundleException(code(one.pointer()), sentence(one)))
        .findFirst();
  }

  /** Returns the first difference in the decoys. */
  static Optional<BundleException> decoyDifference(Recomputed recomputed) {
    return recomputed.differences().stream()
        .filter(one -> one.pointer().startsWith("/decoys"))
        .map(one -> new BundleException(Code.DECOYS_DIFFER, sentence(one)))
        .findFirst();
  }

  private static String sentence(Recomputed.Difference one) {
    return "report.json#" + one;
  }

  private static Code code(String pointer) {
    String field = pointer.substring(pointer.lastIndexOf('/') + 1);
    if (pointer.startsWith("/corpus")) {
      return Code.BLOCKS_DIFFER;
    }
    if (!pointer.startsWith("/results")) {
      return Code.TESTS_DIFFER;
    }
    return switch (field) {
      case "n", "S", "form" -> Code.EVIDENCE_DIFFERS;
      case "log10P", "adjustedLog10P" -> Code.P_DIFFERS;
      default -> Code.TESTS_DIFFER;
    };
  }
}
