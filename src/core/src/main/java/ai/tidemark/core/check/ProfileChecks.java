package ai.tidemark.core.check;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.vllm.VllmDualKeyGumbelCheck;
import ai.tidemark.core.foreign.vllm.VllmGumbelCheck;
import ai.tidemark.core.json.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a known-answer file against this implementation. */
public final class ProfileChecks {
  private static final int MOST_FAILURES = 5;
  private static final List<ProfileCheck> ALL =
      List.of(new VllmDualKeyGumbelCheck(), new VllmGumbelCheck());

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
    root.ignore("source");
    VectorFile file = new VectorFile(id, root.object("parameters"), root.objects("cases"));
    root.end();
    if (file.cases().isEmpty()) {
      throw new BadInputException(where + "#/cases", "holds no case, so it shows nothing");
    }
    Map<String, CaseCheck> checks = of(where, id).kinds();
    Map<String, Tally> tallies = new LinkedHashMap<>();
    for (StrictJson one : file.cases()) {
      String kind = one.optionalText("kind").orElse("");
      CaseCheck check = checks.get(kind);
      if (check == null) {
        throw new BadInputException(
            one.where() + "/kind",
            "is not a kind of case of " + id + "; known: " + checks.keySet());
      }
      Optional<String> difference = check.differs(file, one);
      one.end();
      tallies.computeIfAbsent(kind, _ -> new Tally()).add(one.where(), difference);
    }
    Map<String, CheckReport.Kind> kinds = new LinkedHashMap<>();
    tallies.forEach((kind, tally) -> kinds.put(kind, tally.kind()));
    return new CheckReport(id, kinds);
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
