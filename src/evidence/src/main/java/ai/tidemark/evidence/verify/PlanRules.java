package ai.tidemark.evidence.verify;

import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.bundle.LogRecords;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanCorpus;
import ai.tidemark.evidence.plan.PlanEra;
import ai.tidemark.evidence.plan.PlanMethod;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ProfilePin;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.scan.report.RecordedReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The report is the one that the log's result names, made as the logged plan says. */
final class PlanRules {
  private PlanRules() {}

  /**
   * Where plan and result stand in the log.
   *
   * @param planIndex of the plan's record
   * @param resultIndex of the result's record
   */
  record Places(long planIndex, long resultIndex) {}

  /** Finds plan and result in the log, by what the result says. */
  static Places places(Documents documents, LoggedRecords logged) {
    ResultRecord result = documents.result();
    long resultIndex = logged.require("the result", result.leafHash()).index();
    return new Places(planOf(result, resultIndex, logged).index(), resultIndex);
  }

  /**
   * A plan that was logged twice in one second has two places; the last before the result counts.
   */
  private static LogRecords.Entry planOf(
      ResultRecord result, long resultIndex, LoggedRecords logged) {
    return logged.records().entries().stream()
        .filter(entry -> entry.index() < resultIndex)
        .filter(entry -> entry.record().leafHash().equals(result.plan()))
        .reduce((_, later) -> later)
        .orElseGet(() -> logged.require("the plan that the result names", result.plan()));
  }

  /** Returns the eras of a plan by the leaf hash of their commitment; none without commitments. */
  static Map<String, PlanEra.Committed> committed(Plan plan) {
    Map<String, PlanEra.Committed> eras = new HashMap<>();
    for (PlanEra era : plan.keys()) {
      if (era instanceof PlanEra.Committed committed) {
        eras.put(committed.eraRecord(), committed);
      }
    }
    return eras;
  }

  /** Returns what the plan says of an opened era. */
  static PlanEra.Committed requirePlanned(Map<String, PlanEra.Committed> planned, EraCase era) {
    PlanEra.Committed own = planned.get(era.opening().eraRecord());
    if (own == null || !own.era().equals(era.commit().era())) {
      throw new BundleException(
          Code.REPORT_KEYS,
          "era " + era.commit().era() + " is opened, but the plan does not test it");
    }
    return own;
  }

  /** Ties plan, result, report and manifest to the log. */
  static Places requireLogged(Bundle bundle, Documents documents, LoggedRecords logged) {
    ResultRecord result = documents.result();
    LogRecords.Entry own = logged.require("the result", result.leafHash());
    LogRecords.Entry entry = planOf(result, own.index(), logged);
    if (!(entry.record() instanceof PlanRecord record)
        || !record.equals(planned(documents.plan(), record))) {
      throw new BundleException(
          Code.PLAN_NOT_LOGGED,
          FileName.PLAN
              + " is not the plan of log entry "
              + entry.index()
              + ", which the result names");
    }
    if (result.outcome() != ResultRecord.Outcome.FINISHED) {
      throw new BundleException(
          Code.RESULT_OUTCOME, "the result tells of a scan that was " + result.outcome().word());
    }
    if (!result.report().equals(bundle.sha256(FileName.REPORT))) {
      throw new BundleException(
          Code.REPORT_NOT_LOGGED, FileName.REPORT + " is not the report that the result names");
    }
    String root = documents.manifest().root();
    if (!result.corpus().equals(root)
        || (documents.plan().corpus() instanceof PlanCorpus.Pinned(String pinned)
            && !pinned.equals(root))) {
      throw new BundleException(
          Code.CORPUS_ROOT,
          FileName.MANIFEST
              + " is not of the corpus that plan and result name; its root is "
              + root);
    }
    return new Places(entry.index(), own.index());
  }

  /** Returns the record that a plan would have; of another plan's eras if it has no commitments. */
  private static PlanRecord planned(Plan plan, PlanRecord record) {
    if (!plan.committed()) {
      throw new BundleException(
          Code.PLAN_NOT_LOGGED, FileName.PLAN + " names keys that nobody committed to");
    }
    return plan.record(record.time());
  }

  /** Returns whether a report is about the opened eras, under the profile of the bundle. */
  static boolean concerns(Documents documents) {
    List<String> opened = documents.openings().eras().stream().map(Openings.Era::era).toList();
    return reportedEras(documents.report()).equals(opened)
        && documents.report().profileSha256().equals(documents.profile().sha256());
  }

  private static List<String> reportedEras(RecordedReport report) {
    List<String> reported = new ArrayList<>();
    for (RecordedReport.Result result : report.results()) {
      if (reported.isEmpty() || !reported.getLast().equals(result.era())) {
        reported.add(result.era());
      }
    }
    return reported;
  }

  /** Compares the report with the plan. */
  static void requireKept(Documents documents, List<EraCase> eras) {
    Plan plan = documents.plan();
    RecordedReport report = documents.report();
    List<String> planned =
        plan.keys().stream().map(era -> ((PlanEra.Committed) era).eraRecord()).toList();
    List<String> opened =
        documents.openings().eras().stream().map(Openings.Era::eraRecord).toList();
    List<String> names = plan.keys().stream().map(PlanEra::era).toList();
    List<String> reported = reportedEras(report);
    if (!planned.equals(opened) || !names.equals(reported)) {
      throw new BundleException(
          Code.PLAN_ERAS,
          "the plan is about eras "
              + names
              + ", the report about "
              + reported
              + "; the openings must be of the plan's, in its order");
    }
    requireProfile(documents, eras);
    List<String> settings = plan.method().differences(settings(report, plan.method()));
    if (!settings.isEmpty()) {
      throw new BundleException(Code.PLAN_SETTINGS, String.join("; ", settings));
    }
    requireSample(plan.method(), report);
    if (!hasDecoys(plan, report)) {
      throw new BundleException(
          Code.PLAN_DECOYS,
          "the report does not have the decoys of the plan: "
              + plan.method().decoys()
              + " under the true coin and "
              + plan.method().fullDecoys()
              + " with their own, seed "
              + plan.method().decoySeed());
    }
  }

  /** Whether tuples beyond the budget were kept shows in their number and rate. */
  private static void requireSample(PlanMethod method, RecordedReport report) {
    RecordedReport.Tuples tuples = report.tuples();
    boolean kept =
        method.exact()
            ? tuples.level() == method.rates().level()
            : tuples.distinct() <= method.tupleBudget()
                || tuples.level() == SampleRates.MOST_LEVELS;
    if (!kept) {
      throw new BundleException(
          Code.PLAN_SETTINGS,
          (method.exact() ? "the plan keeps every tuple" : "the plan keeps no tuple")
              + " beyond the budget of "
              + method.tupleBudget()
              + ", but the report has "
              + tuples.distinct()
              + ", one in "
              + (1L << tuples.level()));
    }
  }

  /**
   * Returns what the report was made with; decoys and exactness, which have rules of their own, as
   * planned.
   */
  private static PlanMethod settings(RecordedReport report, PlanMethod planned) {
    return new PlanMethod(
        report.normalisation(),
        report.levels(),
        report.field(),
        report.selection(),
        report.textBytes(),
        report.tupleBudget(),
        report.decoyTupleBudget(),
        report.rates(),
        planned.exact(),
        report.sourceLimits(),
        report.documents(),
        planned.decoys(),
        planned.fullDecoys(),
        planned.decoySeed());
  }

  private static void requireProfile(Documents documents, List<EraCase> eras) {
    ProfilePin pin = ProfilePin.of(documents.profile());
    RecordedReport report = documents.report();
    ProfilePin own =
        new ProfilePin(report.profileId(), report.profileSha256(), report.tokenizerFingerprint());
    if (!documents.plan().profile().equals(pin)
        || !own.equals(pin)
        || !report
            .json()
            .at("/profile/tokenizer")
            .asText()
            .equals(documents.profile().tokenizer().name())
        || !eras.stream().allMatch(era -> era.commit().profile().equals(pin))) {
      throw new BundleException(
          Code.PLAN_PROFILE,
          "plan, report, commitments and " + FileName.PROFILE + " are not all of one profile");
    }
  }

  /** One panel, as far as a plan fixes it. */
  private record Panel(DecoyPanel.Kind kind, String era, Tier tier, int count) {}

  /** Returns whether a report has the decoys that a plan asks for, and no others. */
  static boolean hasDecoys(Plan plan, RecordedReport report) {
    PlanMethod method = plan.method();
    List<Panel> planned = new ArrayList<>();
    for (PlanEra era : plan.keys()) {
      planned.add(new Panel(DecoyPanel.Kind.TRUE_COIN, era.era(), Tier.FLEET, method.decoys()));
      if (era.count() > 1) {
        planned.add(new Panel(DecoyPanel.Kind.TRUE_COIN, era.era(), Tier.TENANT, method.decoys()));
      }
      if (method.fullDecoys() > 0) {
        planned.add(
            new Panel(DecoyPanel.Kind.OWN_COIN, era.era(), Tier.FLEET, method.fullDecoys()));
      }
    }
    List<Panel> reported =
        report.decoys().panels().stream()
            .map(p -> new Panel(p.kind(), p.era(), p.tier(), p.count()))
            .toList();
    return planned.equals(reported) && report.decoys().seed().equals(method.decoySeed());
  }
}
