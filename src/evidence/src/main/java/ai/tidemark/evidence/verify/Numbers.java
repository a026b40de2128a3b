package ai.tidemark.evidence.verify;

import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.scan.Recomputed;
import ai.tidemark.scan.inference.OpenedEra;
import ai.tidemark.scan.state.BlockTuples;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The two claims about numbers: recomputed, calibrated. */
record Numbers(Outcome recomputed, Outcome calibrated, List<String> notes) {

  /** A rule, or several. */
  interface Rules {
    /** Throws {@link BundleException} if one is broken. */
    void require();
  }

  /** Returns how the first broken rule fails, or else another answer. */
  static Outcome first(Rules rules, Outcome otherwise) {
    try {
      rules.require();
      return otherwise;
    } catch (BundleException e) {
      return Outcome.of(e);
    }
  }

  static Numbers of(
      Bundle bundle,
      Documents documents,
      List<OpenedEra> opened,
      Material material,
      Calibration.KnownAnswerCheck known) {
    Outcome own = first(() -> Recomputation.requireOwnSums(documents.report()), missing(bundle));
    Outcome calm =
        first(
            () -> {
              Calibration.requireVerdict(documents.report());
              Calibration.requireSound(documents.report());
              Calibration.requireKnownAnswers(bundle, known);
            },
            missing(bundle));
    boolean there =
        material.texts().isPresent()
            || material.blocks().isPresent()
            || bundle.has(FileName.BLOCKS);
    if (!there) {
      return new Numbers(own, calm, List.of());
    }
    try {
      Numbers numbers = recompute(bundle, documents, opened, material);
      if (!PlanRules.hasDecoys(documents.plan(), documents.report())) {
        Outcome others =
            new Outcome.Failed(Code.DECOYS_DIFFER, "the report's panels are not the plan's");
        numbers = new Numbers(numbers.recomputed(), others, numbers.notes());
      }
      return new Numbers(
          own instanceof Outcome.Failed ? own : numbers.recomputed(),
          calm instanceof Outcome.Failed ? calm : numbers.calibrated(),
          numbers.notes());
    } catch (BundleException e) {
      Outcome unknown =
          new Outcome.NotChecked("the material does not fit the report: " + e.sentence());
      boolean decoys = e.code().claim() == BundleClaim.CALIBRATED;
      return new Numbers(
          own instanceof Outcome.Failed ? own : decoys ? unknown : Outcome.of(e),
          calm instanceof Outcome.Failed ? calm : decoys ? Outcome.of(e) : unknown,
          List.of());
    }
  }

  private static Outcome missing(Bundle bundle) {
    return new Outcome.NotChecked(
        bundle.has(FileName.SEALED_BLOCKS)
            ? "the scored blocks are encrypted; give them decrypted with --blocks FILE"
            : "the bundle has no scored blocks; give them with --blocks FILE, or the texts with"
                + " --texts DIR");
  }

  private static Numbers recompute(
      Bundle bundle, Documents documents, List<OpenedEra> opened, Material material) {
    if (material.texts().isEmpty()) {
      try (Arena arena = Arena.ofShared()) {
        BlockTuples tuples =
            material.blocks().isPresent()
                ? ScoredBlocks.of(material.blocks().get(), documents, arena)
                : ScoredBlocks.of(bundle, documents, arena);
        return answer(
            Recomputation.of(documents, opened, tuples, material.workers()), Optional.empty());
      }
    }
    try (TextScan scan =
            TextScan.of(documents, opened, material.texts().get(), material.workers());
        Arena arena = Arena.ofShared()) {
      requireSameBlocks(bundle, material.blocks(), scan.blocks());
      BlockTuples tuples = ScoredBlocks.of(scan.blocks(), documents, arena);
      Optional<Boolean> same =
          scan.report().map(r -> Arrays.equals(r, bundle.bytes(FileName.REPORT)));
      return answer(Recomputation.of(documents, opened, tuples, material.workers()), same);
    }
  }

  private static void requireSameBlocks(Bundle bundle, Optional<Path> given, Path scanned) {
    if (bundle.has(FileName.BLOCKS) && given.isEmpty()) {
      String own = FileHash.sha256(scanned);
      if (!own.equals(bundle.sha256(FileName.BLOCKS))) {
        throw new BundleException(
            Code.BLOCKS_DIFFER, FileName.BLOCKS + " is not what a scan of the texts gives");
      }
    }
  }

  /**
   * @param sameReport whether a scan gave the very report; empty if there was none
   */
  private static Numbers answer(Recomputed recomputed, Optional<Boolean> sameReport) {
    List<String> notes = new ArrayList<>();
    if (sameReport.isEmpty()) {
      notes.add("Not recomputed: counts of files, records, bytes and tokens: needs the texts.");
    }
    for (Recomputed.NotRecomputed left : recomputed.notRecomputed()) {
      boolean known = sameReport.isPresent() && left.why().equals("needs the texts");
      if (!known) {
        notes.add("Not recomputed: report.json#" + left.pointer() + ": " + left.why() + ".");
      }
    }
    Recomputation.difference(recomputed)
        .filter(e -> e.code() == Code.BLOCKS_DIFFER)
        .ifPresent(
            e -> {
              throw e; // then nothing that was computed from them says anything
            });
    Outcome numbers =
        first(
            () -> {
              Recomputation.difference(recomputed)
                  .ifPresent(
                      e -> {
                        throw e;
                      });
              if (sameReport.isPresent() && !sameReport.get()) {
                throw new BundleException(
                    Code.REPORT_DIFFERS, "a scan of the texts gives another report");
              }
            },
            passed(recomputed, sameReport));
    Outcome calm =
        first(
            () -> {
              Recomputation.decoyDifference(recomputed)
                  .ifPresent(
                      e -> {
                        throw e;
                      });
            },
            new Outcome.Passed(
                "the known answers hold, and the decoys score as reported, as the null law says"));
    return new Numbers(numbers, calm, notes);
  }

  private static Outcome passed(Recomputed recomputed, Optional<Boolean> sameReport) {
    if (recomputed.keys().isEmpty()) {
      return new Outcome.NotChecked("no key with a result of its own is opened");
    }
    return new Outcome.Passed(
        "n, S and p of "
            + recomputed.keys().size()
            + " keys are those of the report"
            + (sameReport.isPresent() ? ", and so is every other byte of it" : ""));
  }
}
