package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanCorpus;
import ai.tidemark.evidence.plan.PlanMethod;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.scan.inference.SampleRates;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Reports and corpora that are not what the logged plan says, by an operator who holds the log's
 * key.
 */
public final class PlanMutants extends Forgeries {
  private PlanMutants(Consumer<Mutant> sink) {
    super(sink);
  }

  /** Pushes every mutant. */
  public static void push(Consumer<Mutant> sink) {
    PlanMutants mutants = new PlanMutants(sink);
    mutants.plans();
  }

  private void plans() {
    forged(
        Code.PLAN_NOT_LOGGED,
        "another question",
        f ->
            f.plan =
                new Plan(
                    "Another question?",
                    f.plan.profile(),
                    f.plan.keys(),
                    f.plan.method(),
                    f.plan.corpus(),
                    f.plan.created()));
    forged(
        Code.PLAN_NOT_LOGGED,
        "the plan's record names another corpus",
        f -> {
          PlanRecord old = (PlanRecord) f.log.get(f.planned);
          PlanRecord other = new PlanRecord(old.time(), old.plan(), old.eras(), PlanRecord.PATHS);
          f.log.set(f.planned, other);
          f.log.set(f.resulted, f.result(other.leafHash(), f.report));
        });
    forged(
        Code.REPORT_NOT_LOGGED,
        "another log10E that the log does not know",
        f -> f.report = Edit.put(f.report, "/results/0", "log10E", "0.0000"));
    forged(
        Code.RESULT_OUTCOME,
        "a scan that failed",
        f -> {
          ResultRecord old = (ResultRecord) f.log.get(f.resulted);
          f.log.set(
              f.resulted,
              new ResultRecord(
                  old.time(),
                  old.plan(),
                  ResultRecord.Outcome.FAILED,
                  old.corpus(),
                  old.report(),
                  old.started(),
                  old.ended()));
        });
    forged(
        Code.CORPUS_ROOT,
        "another corpus",
        f -> {
          var files = f.manifest.files();
          f.manifest = new Manifest(files.subList(1, files.size()), f.manifest.origin());
        });
    forged(
        Code.CORPUS_ROOT,
        "a corpus that the plan did not pin",
        f -> {
          f.plan = with(f.plan, new PlanCorpus.Pinned("56".repeat(32)), f.plan.method());
          f.relogPlan();
        });
    fixed();
    for (String field : List.of("alpha", "alert", "fdr", "excess", "incomplete")) {
      settings(field, "0.0005");
    }
    settings("field", "/other");
    settings("documentRule", "ebh");
    settings("normaliser", "none");
    decoys("no panels", r -> ((ObjectNode) r.path("decoys")).putArray("panels"));
    decoys("a panel less", r -> ((ArrayNode) r.at("/decoys/panels")).remove(0));
    decoys("another seed", r -> ((ObjectNode) r.path("decoys")).put("seed", "chosen"));
    decoys(
        "fewer decoys",
        r -> {
          ObjectNode panel = (ObjectNode) r.at("/decoys/panels/0");
          panel.put("count", 98);
          ((ArrayNode) panel.path("decoyZ")).remove(98);
        });
    profile();
    reported(
        Code.PLAN_ERAS,
        "the report is about another era",
        r -> r.at("/results").forEach(e -> ((ObjectNode) e).put("era", "2026Q3")));
  }

  private void fixed() {
    forged(
        Code.PLAN_SETTINGS,
        "more tuples than the budget of a plan that samples",
        f -> {
          Consumer<ObjectNode> small =
              json -> ((ObjectNode) json.path("settings")).put("tupleBudget", 64);
          f.plan = Plan.parse("plan", Edit.json(f.plan.canonicalJson(), small));
          f.relogReport(small);
        });
    Forge sampled = new Forge(Story.chosen());
    sampled.plan =
        Plan.parse(
            "plan",
            Edit.json(
                sampled.plan.canonicalJson(),
                json -> ((ObjectNode) json.path("settings")).remove("sampledOneIn")));
    sampled.relogReport(json -> ((ObjectNode) json.path("settings")).remove("sampledOneIn"));
    push(Code.PLAN_SETTINGS, "a sample, and a plan that keeps every tuple", sampled);
    planned("a rate that the report does not have", m -> m.withRates(new SampleRates(1, 0)));
    planned("a slice that the report does not have", m -> m.withRates(new SampleRates(0, 9)));
    reported(
        Code.FORMAT,
        "a sample finer than the settings",
        json -> ((ObjectNode) json.path("settings")).put("sampledOneIn", 4));
  }

  private void planned(String name, UnaryOperator<PlanMethod> change) {
    forged(
        Code.PLAN_SETTINGS,
        name,
        f -> {
          f.plan = with(f.plan, f.plan.corpus(), change.apply(f.plan.method()));
          f.relogPlan();
        });
  }

  private void profile() {
    resealed(
        Code.PLAN_PROFILE,
        "another profile",
        f ->
            f.put(
                FileName.PROFILE,
                Edit.json(
                    Forge.get(f, FileName.PROFILE),
                    p -> ((ObjectNode) p.path("tokenizer")).put("name", "other"))));
    reported(
        Code.PLAN_PROFILE,
        "the report is of another profile",
        r -> ((ObjectNode) r.path("profile")).put("sha256", "78".repeat(32)));
  }

  private static Plan with(Plan plan, PlanCorpus corpus, PlanMethod method) {
    return new Plan(plan.question(), plan.profile(), plan.keys(), method, corpus, plan.created());
  }

  private void settings(String field, String value) {
    reported(
        Code.PLAN_SETTINGS,
        "another " + field,
        r -> ((ObjectNode) r.path("settings")).put(field, value));
  }

  private void decoys(String name, Consumer<ObjectNode> change) {
    reported(Code.PLAN_DECOYS, name, change);
  }
}
