package ai.tidemark.evidence.plan;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.derive.Names;
import ai.tidemark.keys.record.PlanRecord;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;

/** Which corpus a plan is about. */
public sealed interface PlanCorpus {
  /** Puts the field {@code corpus}. */
  void writeTo(ObjectNode root);

  /** Returns what the log's record of the plan says of the corpus. */
  String inRecord();

  /**
   * Files and folders, whatever they hold when they are scanned.
   *
   * @param paths as they are named on the command line, at least one, each once
   */
  record Paths(List<String> paths) implements PlanCorpus {
    /** Validates. */
    public Paths {
      paths = List.copyOf(paths);
      if (paths.isEmpty() || new HashSet<>(paths).size() != paths.size()) {
        throw new IllegalArgumentException("paths must name at least one path, each once");
      }
      for (String path : paths) {
        if (path.isEmpty() || path.length() > 4096 || path.chars().anyMatch(c -> c < 0x20)) {
          throw new IllegalArgumentException("a path must have 1..4096 printable characters");
        }
      }
    }

    @Override
    public void writeTo(ObjectNode root) {
      ArrayNode list = root.putObject("corpus").put("kind", "paths").putArray("paths");
      paths.forEach(list::add);
    }

    @Override
    public String inRecord() {
      return PlanRecord.PATHS;
    }
  }

  /**
   * The files of a manifest and no other bytes.
   *
   * @param root of the manifest, 64 hex digits
   */
  record Pinned(String root) implements PlanCorpus {
    /** Validates. */
    public Pinned {
      Names.require("root", root, PlanEra.HASH);
    }

    @Override
    public void writeTo(ObjectNode node) {
      node.putObject("corpus").put("kind", "manifest").put("root", root);
    }

    @Override
    public String inRecord() {
      return root;
    }
  }

  /** Reads the field {@code corpus}. */
  static PlanCorpus read(StrictJson root) {
    StrictJson node = root.object("corpus");
    PlanCorpus corpus =
        switch (node.text("kind")) {
          case "paths" -> new Paths(node.texts("paths", "[^\\p{Cntrl}]+"));
          case "manifest" -> new Pinned(node.text("root"));
          default ->
              throw new BadInputException(node.where() + "/kind", "must be paths or manifest");
        };
    node.end();
    return corpus;
  }
}
