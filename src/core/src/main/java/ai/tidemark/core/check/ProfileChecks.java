package ai.tidemark.core.check;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.kgw.HfCheck;
import ai.tidemark.core.foreign.kgw.MarkllmKgwCheck;
import ai.tidemark.core.foreign.kgw.OriginalCheck;
import ai.tidemark.core.foreign.markllm.ExpCheck;
import ai.tidemark.core.foreign.sbw.SbwCheck;
import ai.tidemark.core.foreign.sglang.SglangDualGumbelCheck;
import ai.tidemark.core.foreign.sglang.SglangGumbelCheck;
import ai.tidemark.core.foreign.synthid.SynthIdTable16Check;
import ai.tidemark.core.foreign.textseal.TextSealV1Check;
import ai.tidemark.core.foreign.unigram.UnigramCheck;
import ai.tidemark.core.foreign.vllm.VllmDualKeyGumbelCheck;
import ai.tidemark.core.foreign.vllm.VllmGumbelCheck;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.law.StatsTails;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a known-answer file against this implementation. */
public final class ProfileChecks {
  private static final int MOST_FAILURES = 5;
  private static final List<ProfileCheck> ALL =
      List.of(
          new HfCheck(),
          new MarkllmKgwCheck(),
          new OriginalCheck(),
          new ExpCheck(),
          new SbwCheck(),
          new SglangDualGumbelCheck(),
          new SglangGumbelCheck(),
          new StatsTails(),
          new SynthIdTable16Check(),
          new TextSealV1Check(),
          new TidemarkCheck(),
          new UnigramCheck(),
          new VllmDualKeyGumbelCheck(),
          new VllmGumbelCheck());

  private ProfileChecks() {}

  /** Returns the ids of the profiles whose known-answer files can be run. */
  public static List<String> profiles() {
    return ALL.stream().map(ProfileCheck::profile).sorted().toList();
  }

  /**
   * Recomputes every case of a file.
   *
   * @param where names the file in messages
   * @param json UTF-8
   * @throws BadInputException if the profile, a kind, or a field is unknown or missing, or if the
   *     file holds no case
   */
  public static CheckReport run(String where, byte[] json) {
    StrictJson root = StrictJson.parse(where, json);
    String id = root.text("profile");
    Map<String, CaseCheck> checks = of(where, id).kinds();
    Map<String, Tally> tallies = new LinkedHashMap<>();
    if (id.equals(TidemarkCheck.PROFILE)) {
      runArrays(root, id, checks, tallies);
    } else {
      runCases(root, id, checks, tallies);
    }
    Map<String, CheckReport.Kind> kinds = new LinkedHashMap<>();
    tallies.forEach((kind, tally) -> kinds.put(kind, tally.kind()));
    return new CheckReport(id, kinds);
  }

  /** The shape of the others' schemes: one array of cases, each naming its kind. */
  private static void runCases(
      StrictJson root, String id, Map<String, CaseCheck> checks, Map<String, Tally> tallies) {
    root.ignore("source");
    VectorFile file = new VectorFile(id, root.object("parameters"), nonEmpty(root, "cases"));
    root.end();
    for (StrictJson one : file.cases()) {
      String kind = one.optionalText("kind").orElse("");
      CaseCheck check = checks.get(kind);
      if (check == null) {
        throw new BadInputException(
            one.where() + "/kind",
            "is not a kind of case of " + id + "; known: " + checks.keySet());
      }
      run(file, kind, check, one, tallies);
    }
  }

  /** The shape of our own scheme: one array per kind. */
  private static void runArrays(
      StrictJson root, String id, Map<String, CaseCheck> checks, Map<String, Tally> tallies) {
    root.ignore("generator");
    root.ignore("seed");
    for (Map.Entry<String, CaseCheck> kind : checks.entrySet()) {
      VectorFile file = new VectorFile(id, root, nonEmpty(root, kind.getKey()));
      for (StrictJson one : file.cases()) {
        run(file, kind.getKey(), kind.getValue(), one, tallies);
      }
    }
    root.end();
  }

  private static List<StrictJson> nonEmpty(StrictJson root, String name) {
    List<StrictJson> cases = root.objects(name);
    if (cases.isEmpty()) {
      throw new BadInputException(root.where() + "/" + name, "holds no case, so it shows nothing");
    }
    return cases;
  }

  private static void run(
      VectorFile file, String kind, CaseCheck check, StrictJson one, Map<String, Tally> tallies) {
    Optional<String> difference = check.differs(file, one);
    one.end();
    tallies.computeIfAbsent(kind, _ -> new Tally()).add(one.where(), difference);
  }

  private static ProfileCheck of(String where, String id) {
    for (ProfileCheck check : ALL) {
      if (check.profile().equals(id)) {
        return check;
      }
    }
    throw new BadInputException(
        where + "#/profile", "is not a profile this version can check; known: " + profiles());
  }

  /** Counts while a file is run. */
  private static final class Tally {
    private int passed;
    private int failed;
    private final List<String> failures = new ArrayList<>();

    void add(String where, Optional<String> difference) {
      if (difference.isEmpty()) {
        passed++;
        return;
      }
      failed++;
      if (failures.size() < MOST_FAILURES) {
        failures.add(where + ": " + difference.get());
      }
    }

    CheckReport.Kind kind() {
      return new CheckReport.Kind(passed, failed, List.copyOf(failures));
    }
  }
}
