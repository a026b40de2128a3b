package ai.tidemark.evidence.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.testkit.schema.SchemaCheck;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan is one sequence of bytes. */
final class PlanTest {
  private static final PlannedKeys KEYS = PlanFixture.keys("acme", "globex");
  private static final Path SCHEMA =
      Path.of(System.getProperty("tidemark.root"), "docs", "formats", "plan.schema.json");

  @TempDir private Path dir;

  private Plan plan(PlannedKeys keys, PlanCorpus corpus) {
    ScanOptions options = PlanFixture.options(Path.of("corpus"), dir.resolve("out"), keys);
    return PlanFixture.plan(options, keys, corpus);
  }

  private List<Plan> plans() {
    return List.of(
        plan(KEYS, new PlanCorpus.Paths(List.of("corpus", "more.jsonl"))),
        plan(KEYS, new PlanCorpus.Pinned(PlanFixture.hash("root"))),
        plan(PlanFixture.keys(), new PlanCorpus.Paths(List.of("corpus"))),
        plan(PlannedKeys.uncommitted(KEYS.keys()), new PlanCorpus.Paths(List.of("corpus"))));
  }

  @Test
  void aPlanIsReadAsItWasWritten() {
    for (Plan plan : plans()) {
      byte[] json = plan.canonicalJson();
      assertThat(Plan.parse("plan", json)).isEqualTo(plan);
      assertThat(SchemaCheck.problems(SCHEMA, json)).isEmpty();
    }
  }

  @Test
  void everyPartChangesTheHash() {
    Plan plan = plans().getFirst();
    ScanOptions other =
        PlanFixture.options(Path.of("corpus"), dir.resolve("out"), KEYS).withField("/t");
    List<Plan> all = new ArrayList<>(plans());
    all.add(
        new Plan("?", plan.profile(), plan.keys(), plan.method(), plan.corpus(), plan.created()));
    all.add(PlanFixture.plan(other, KEYS, plan.corpus()));
    all.add(
        new Plan(
            plan.question(),
            plan.profile(),
            plan.keys(),
            plan.method(),
            plan.corpus(),
            plan.created().plusSeconds(1)));
    assertThat(all).hasSize(7);
    assertThat(all.stream().map(Plan::sha256)).doesNotHaveDuplicates();
  }

  @Test
  void neitherNamesNorKeysAreInAPlan() {
    String json = new String(plans().getFirst().canonicalJson(), StandardCharsets.UTF_8);
    assertThat(json).doesNotContain("acme", "globex");
    assertThat(json)
        .contains(PlanFixture.hash("tag acme"))
        .doesNotContain(PlanFixture.hash("seed acme"));
  }

  private static String firstTag() {
    return ((PlanEra.Committed) KEYS.known()).tenants().getFirst().tag();
  }

  @Test
  void whatIsNotAPlanIsRefused() {
    String json = new String(plans().getFirst().canonicalJson(), StandardCharsets.UTF_8);
    for (String bad :
        List.of(
            json + "\n",
            json.replace("tidemark-plan-v1", "tidemark-plan-v2"),
            json.replace("\"0.000001\"", "\"1e-6\""),
            json.replace("\"0.000001\"", "\"0.0000010\""),
            json.replace("\"alpha\":\"0.000001\"", "\"alpha\":\"0.01\""), // above alert
            json.replace("\"count\":99", "\"count\":98"),
            json.replace("\"count\":99", "\"count\":99.0"),
            json.replace("\"commitments\":\"log\"", "\"commitments\":\"none\""),
            json.replace("\"normaliser\":\"n1\"", "\"normaliser\":\"n2\""),
            json.replace("\"kind\":\"paths\"", "\"kind\":\"manifest\""),
            json.replace("[\"corpus\",\"more.jsonl\"]", "[\"corpus\",\"corpus\"]"),
            json.replace("11:30:00Z", "11:30:00.5Z"),
            json.replace("11:30:00Z", "24:30:00Z"),
            json.replace("\"question\":", "\"quest\":"),
            json.replaceFirst("\\{", "{\"aaa\":1,"),
            json.replace(firstTag(), "f".repeat(64)), // out of order
            json.replace(firstTag(), PlanFixture.hash("tag ")))) {
      assertThat(bad).isNotEqualTo(json);
      assertThatThrownBy(() -> Plan.parse("plan", bad.getBytes(StandardCharsets.UTF_8)))
          .as(bad)
          .isInstanceOf(BadInputException.class);
    }
  }

  @Test
  void aPlanFileIsNeverOverwritten() {
    Path file = dir.resolve("plan.json");
    plans().getFirst().write(file);
    assertThat(Plan.read(file)).isEqualTo(plans().getFirst());
    assertThatThrownBy(() -> plans().get(1).write(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("never overwritten");
    assertThat(Plan.read(file)).isEqualTo(plans().getFirst());
  }
}
