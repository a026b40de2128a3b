package ai.tidemark.evidence.bundle;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.scan.report.ScanReport;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What is signed: an in-toto Statement v1 that lists every other file of the archive.
 *
 * @param created when, by the signer's clock; RFC 3339 UTC, whole seconds
 * @param files every file but the envelope itself, names ascending
 * @param origin of the log
 * @param claims what the bundle claims, in words for people: {@link ScanReport#MEANING}
 */
public record Statement(String created, List<Entry> files, String origin, String claims) {
  private static final String TYPE = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE_TYPE = "https://tidemark.dev/evidence/v1";
  private static final String FORMAT = "tidemark-evidence-v1";
  private static final List<String> SUBJECTS = List.of(FileName.MANIFEST, FileName.REPORT);

  /** Validates. */
  public Statement {
    files = List.copyOf(files);
  }

  /**
   * A file of the archive.
   *
   * @param name in the archive
   * @param size in bytes
   * @param sha256 hex
   */
  public record Entry(String name, long size, String sha256) {}

  /** Returns the statement as canonical JSON: the payload of the envelope. */
  public byte[] encode() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("_type", TYPE).put("predicateType", PREDICATE_TYPE);
    ArrayNode subject = root.putArray("subject");
    for (String name : SUBJECTS) {
      ObjectNode one = subject.addObject().put("name", name);
      one.putObject("digest").put("sha256", entry(name).sha256());
    }
    ObjectNode predicate = root.putObject("predicate");
    predicate
        .put("format", FORMAT)
        .put("created", created)
        .put("origin", origin)
        .put("claims", claims);
    ArrayNode list = predicate.putArray("files");
    for (Entry file : files) {
      list.addObject()
          .put("name", file.name())
          .put("size", file.size())
          .put("sha256", file.sha256());
    }
    return CanonicalJson.bytes(root);
  }

  private Entry entry(String name) {
    return files.stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("files must hold " + name));
  }

  /**
   * Reads a payload.
   *
   * @throws BundleException if it is malformed, or its subjects are not among its files
   */
  public static Statement parse(byte[] json) {
    return BundleJson.read("statement", json, Statement::parse);
  }

  private static Statement parse(StrictJson root) {
    if (!root.text("_type").equals(TYPE) || !root.text("predicateType").equals(PREDICATE_TYPE)) {
      throw new BundleException(
          Code.STATEMENT_TYPE, "the statement must be of types " + TYPE + " and " + PREDICATE_TYPE);
    }
    List<Entry> subjects = new ArrayList<>();
    for (StrictJson one : root.objects("subject")) {
      StrictJson digest = one.object("digest");
      subjects.add(new Entry(one.text("name"), 0, digest.text("sha256", BundleJson.HEX_32)));
      digest.end();
      one.end();
    }
    StrictJson predicate = root.object("predicate");
    predicate.requireText("format", FORMAT);
    List<Entry> files = new ArrayList<>();
    for (StrictJson one : predicate.objects("files")) {
      files.add(
          new Entry(
              one.text("name"),
              one.integer("size", 0, ArchiveHeader.MOST_SIZE),
              one.text("sha256", BundleJson.HEX_32)));
      one.end();
    }
    predicate.requireText("claims", ScanReport.MEANING);
    Statement statement =
        new Statement(
            predicate.text("created", BundleJson.TIME),
            files,
            predicate.text("origin"),
            predicate.text("claims"));
    predicate.end();
    statement.requireSubjects(subjects);
    return statement;
  }

  private void requireSubjects(List<Entry> subjects) {
    boolean right = subjects.size() == SUBJECTS.size();
    for (int i = 0; right && i < SUBJECTS.size(); i++) {
      String name = SUBJECTS.get(i);
      String digest = subjects.get(i).sha256();
      right =
          subjects.get(i).name().equals(name)
              && files.stream().anyMatch(f -> f.name().equals(name) && f.sha256().equals(digest));
    }
    if (!right) {
      throw new BundleException(
          Code.SUBJECT, "the subjects must be " + SUBJECTS + " with the digests of these files");
    }
  }
}
