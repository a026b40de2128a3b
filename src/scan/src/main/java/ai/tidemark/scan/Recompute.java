package ai.tidemark.scan;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.CorpusTest;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Judge;
import ai.tidemark.scan.inference.OpenedEra;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.CorpusResult;
import ai.tidemark.scan.report.DecoyReport;
import ai.tidemark.scan.report.RecordedReport;
import ai.tidemark.scan.report.ReportJson;
import ai.tidemark.scan.state.TupleSlice;
import ai.tidemark.scan.state.TupleSource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes a report again from its scored tuples: the results and tests of the keys that are held,
 * and the decoys. Documents, and with them the documents' test, need the texts.
 *
 * <p>Evidence of keys that are not held is taken from the report where others are charged for it
 * (Holm); nothing else of the report is believed.
 */
public final class Recompute {
  private final RecordedReport report;
  private final Contexts.Coined contexts;
  private final List<TextForm> forms;
  private final TupleSource tuples;
  private final int workers;
  private final Cancellation cancellation;
  private final TupleSlice slice; // that decoys are scored on
  private final Map<String, OpenedEra> opened = new HashMap<>();

  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final Differences differences = new Differences();
  private final List<Recomputed.NotRecomputed> notRecomputed = new ArrayList<>();

  private Recompute(
      RecordedReport report,
      Profile profile,
      List<OpenedEra> eras,
      TupleSource tuples,
      int workers,
      Cancellation cancellation) {
    this.report = report;
    this.contexts = report.settings(profile).profile().contexts();
    this.forms = report.normalisation().forms();
    this.tuples = tuples;
    this.workers = workers;
    this.cancellation = cancellation;
    int level = DecoyPanels.level(tuples, report.decoyTupleBudget(), report.rates().decoyLevel());
    this.slice = TupleSlice.of(tuples, level, workers, cancellation::cancelled);
    for (OpenedEra era : eras) {
      if (opened.put(era.era(), era) != null) {
        throw new IllegalArgumentException("era " + era.era() + " is opened twice");
      }
    }
  }

  /**
   * Computes what can be computed and compares it. If it is cancelled or this thread is
   * interrupted, the result is of no use.
   *
   * @param report what is to be checked
   * @param profile the one whose SHA-256 the report states
   * @param eras keys that are held; those that the report does not name are left alone
   * @param tuples the scored tuples, at the report's sampling level
   * @param workers threads
   * @throws BadInputException if the report's results are not in order: each era once, its fleet
   *     first
   */
  public static Recomputed of(
      RecordedReport report,
      Profile profile,
      List<OpenedEra> eras,
      TupleSource tuples,
      int workers,
      Cancellation cancellation) {
    return new Recompute(report, profile, eras, tuples, workers, cancellation).run();
  }

  private Recomputed run() {
    ObjectNode corpus = json.putObject("corpus");
    ReportJson.tuples(tuples.size(), tuples.digest(), tuples.level(), corpus);
    for (var field : corpus.properties()) {
      compare("/corpus/" + field.getKey(), field.getValue());
    }
    KeyScores scores = new KeyScores(contexts, forms, tuples, slice.level(), workers, cancellation);
    Map<String, List<ReportedKey>> eras = ReportedKey.score(report.results(), opened, scores);
    List<ReportedKey> asked = eras.values().stream().flatMap(List::stream).toList();
    KeyFindings found =
        new KeyFindings(report.levels(), asked.stream().map(a -> a.toCase(forms.size())).toList());
    DecoyPanels decoys = decoys(eras, asked, found);
    boolean allEras = opened.keySet().containsAll(eras.keySet());
    boolean broken =
        decoys.broken() || (!allEras && report.verdict().equals(Verdict.INVALID.word()));
    List<CorpusTest> tests = tests(eras, asked, found, broken);
    results(asked, found, broken);
    runnerUp(asked, found, broken);
    if (allEras) {
      ObjectNode node = json.putObject("decoys");
      DecoyReport all = new DecoyReport(slice.level(), decoys.panels(), decoys.diagnosis());
      ReportJson.decoys(report.decoys().seed(), all, node);
      compare("/decoys/diagnosis", node.path("diagnosis"));
    }
    verdict(asked, found, tests, broken);
    leave("/documents", "needs the texts");
    return new Recomputed(json, keys(asked, found), differences.found(), notRecomputed);
  }

  private DecoyPanels decoys(
      Map<String, List<ReportedKey>> eras, List<ReportedKey> asked, KeyFindings found) {
    DecoyPlan plan;
    try {
      plan =
          new DecoyPlan(
              report.decoys().count(), report.decoys().full(), report.decoys().seed(), List.of());
    } catch (IllegalArgumentException e) {
      throw new BadInputException("report.json#/decoys/panels", String.valueOf(e.getMessage()), e);
    }
    Set<ReportedKey> ranked = new HashSet<>();
    found.ranked().forEach(i -> ranked.add(asked.get(i)));
    DecoyPanels decoys = new DecoyPanels(contexts, plan, slice, workers, cancellation);
    for (Map.Entry<String, List<ReportedKey>> entry : eras.entrySet()) {
      OpenedEra era = opened.get(entry.getKey());
      if (era != null) {
        List<DecoyPanels.Ranked> own =
            entry.getValue().stream()
                .filter(a -> ranked.contains(a) && a.score().isPresent())
                .map(Recompute::ranked)
                .toList();
        decoys.score(era, entry.getValue().size() > 1, own);
      }
    }
    compare("/decoys/sampledOneIn", JsonNodeFactory.instance.numberNode(1L << slice.level()));
    panels(eras, decoys);
    return decoys;
  }

  private static DecoyPanels.Ranked ranked(ReportedKey asked) {
    Tier tier = asked.ofFleet() ? Tier.FLEET : Tier.TENANT;
    return new DecoyPanels.Ranked(
        asked.key().orElseThrow(), tier, asked.score().orElseThrow().slice());
  }

  /** Compares the panels of the eras that are opened, without ranks of keys that are not held. */
  private void panels(Map<String, List<ReportedKey>> eras, DecoyPanels decoys) {
    JsonNode reported = report.json().at("/decoys/panels");
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    DecoyReport scores = new DecoyReport(slice.level(), decoys.panels(), Optional.empty());
    ReportJson.decoys("", scores, all);
    int next = 0;
    for (int i = 0; i < reported.size(); i++) {
      RecordedReport.Panel panel = report.decoys().panels().get(i);
      String pointer = "/decoys/panels/" + i;
      List<ReportedKey> own = eras.getOrDefault(panel.era(), List.of());
      if (!opened.containsKey(panel.era()) && !own.isEmpty()) {
        leave(pointer, "no key of era " + panel.era() + " is opened");
        continue;
      }
      JsonNode without = heldRanks(reported.get(i), pointer, own, panel.tier());
      JsonNode again = all.at("/panels").path(next++);
      if (!panel.each() && again instanceof ObjectNode scored) {
        scored.remove("decoyZ"); // a report of before they were written: it claims none
      }
      differences.compare(pointer, without, again);
    }
    for (; next < decoys.panels().size(); next++) {
      JsonNode missing = all.at("/panels").get(next);
      differences.compare(
          "/decoys/panels/" + reported.size(), JsonNodeFactory.instance.missingNode(), missing);
    }
  }

  private JsonNode heldRanks(JsonNode panel, String pointer, List<ReportedKey> era, Tier tier) {
    Set<String> notHeld = new HashSet<>();
    for (ReportedKey asked : era) {
      boolean fleet = asked.ofFleet();
      if (!asked.held() && fleet == (tier == Tier.FLEET)) {
        notHeld.add(asked.result().key());
      }
    }
    ObjectNode copy = panel.deepCopy();
    ArrayNode ranks = copy.putArray("ranks");
    for (JsonNode rank : panel.path("ranks")) {
      if (notHeld.contains(rank.path("key").textValue())) {
        leave(pointer + "/ranks", "rank of " + rank.path("key") + ", whose key is not opened");
      } else {
        ranks.add(rank);
      }
    }
    return copy;
  }

  /** The tests that tuples decide; in the order of the report, where they are in it. */
  private List<CorpusTest> tests(
      Map<String, List<ReportedKey>> eras,
      List<ReportedKey> asked,
      KeyFindings found,
      boolean broken) {
    List<CorpusTest> tests = new ArrayList<>();
    boolean allKeys = asked.stream().allMatch(a -> a.held());
    ReportedKey strongest = asked.get(found.findings().indexOf(found.strongest()));
    if (allKeys || strongest.held()) {
      test(found.sum(), broken, tests);
    } else {
      leave(pointer(CorpusTest.Kind.SUM), "its strongest key is not opened");
    }
    boolean fleets = eras.values().stream().allMatch(era -> era.getFirst().held());
    if (fleets) {
      KeyFindings.Tuples patchy = new KeyFindings.Tuples(slice, contexts, forms);
      eras.values().forEach(era -> patchy.add(era.getFirst().key().orElseThrow().key()));
      test(patchy.result(found.judge()), broken, tests);
    } else {
      leave(pointer(CorpusTest.Kind.TUPLES), "not every era's fleet key is opened");
    }
    leave(pointer(CorpusTest.Kind.DOCUMENTS), "needs the texts");
    return tests;
  }

  private void test(CorpusTest test, boolean broken, List<CorpusTest> tests) {
    tests.add(test);
    ObjectNode node = json.withArray("tests").addObject();
    ReportJson.test(broken ? test.withheld() : test, node);
    compare(pointer(test.kind()), node);
  }

  private String pointer(CorpusTest.Kind kind) {
    for (int i = 0; i < report.tests().size(); i++) {
      if (report.tests().get(i).test().equals(kind.word())) {
        return "/tests/" + i;
      }
    }
    return "/tests/" + report.tests().size();
  }

  private void results(List<ReportedKey> asked, KeyFindings found, boolean broken) {
    ArrayNode results = json.putArray("results");
    for (int i = 0; i < asked.size(); i++) {
      ReportedKey one = asked.get(i);
      String pointer = "/results/" + i;
      OpenedEra era = opened.get(one.result().era());
      if (era == null || !one.held()) {
        leave(
            pointer,
            "key of " + one.result().key() + ", era " + one.result().era() + ", is not opened");
        continue;
      }
      Finding finding = found.findings().get(i);
      var share = found.share(finding, broken, tuples, contexts, era, one.key().get().key());
      ObjectNode node = results.addObject();
      ReportJson.result(new CorpusResult(broken ? finding.withheld() : finding, share), node);
      compare(pointer, node);
    }
    if (report.wrongKeys() > 0) {
      leave("/wrongKeys", "only shows what wrong keys give");
    }
  }

  private void runnerUp(List<ReportedKey> asked, KeyFindings found, boolean broken) {
    Optional<Finding> runnerUp = found.runnerUp();
    if (runnerUp.isPresent()) {
      Finding finding = runnerUp.get();
      if (!asked.get(found.findings().indexOf(finding)).held()) {
        leave("/runnerUp", "its key is not opened");
        return;
      }
      ReportJson.finding(broken ? finding.withheld() : finding, json.putObject("runnerUp"));
    }
    compare("/runnerUp", json.path("runnerUp"));
  }

  /**
   * The corpus verdict, given the documents' test and what could not be read as the report says.
   */
  private void verdict(
      List<ReportedKey> asked, KeyFindings found, List<CorpusTest> tests, boolean broken) {
    if (asked.stream().anyMatch(a -> !a.held())) {
      leave("/verdict", "not every key is opened");
      return;
    }
    Verdict strongest = Judge.strongest(found.findings());
    for (CorpusTest test : tests) {
      strongest = test.verdict().compareTo(strongest) < 0 ? test.verdict() : strongest;
    }
    for (RecordedReport.Test test : report.tests()) {
      if (test.test().equals(CorpusTest.Kind.DOCUMENTS.word())) {
        Verdict documents = Verdict.of(test.verdict());
        strongest = documents.compareTo(strongest) < 0 ? documents : strongest;
      }
    }
    Verdict verdict = broken ? Verdict.INVALID : incomplete() ? Verdict.INCOMPLETE : strongest;
    compare("/verdict", JsonNodeFactory.instance.textNode(verdict.word()));
  }

  private boolean incomplete() {
    JsonNode corpus = report.json().path("corpus");
    double limit = report.levels().incomplete();
    return corpus.path("unreadableRecords").longValue() > limit * corpus.path("records").longValue()
        || corpus.path("unreadableBytes").longValue() > limit * corpus.path("bytes").longValue();
  }

  private List<Recomputed.Key> keys(List<ReportedKey> asked, KeyFindings found) {
    boolean allKeys = asked.stream().allMatch(a -> a.held());
    double everything =
        StrictMath.log((double) CorpusTest.Kind.SUM.weight() * forms.size() * asked.size());
    List<Recomputed.Key> keys = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      if (asked.get(i).held()) {
        Finding finding = found.findings().get(i);
        double bonferroni = Math.min(0, finding.lnP() + everything);
        keys.add(new Recomputed.Key(finding, allKeys ? finding.adjustedLnP() : bonferroni));
      }
    }
    return keys;
  }

  private void leave(String pointer, String why) {
    notRecomputed.add(new Recomputed.NotRecomputed(pointer, why));
  }

  private void compare(String pointer, JsonNode recomputed) {
    differences.compare(pointer, report.json().at(pointer), recomputed);
  }
}
