package ai.tidemark.evidence.bundle;

import java.util.List;
import java.util.regex.Pattern;

/** The names of the files of a bundle. */
public final class FileName {
  /** DSSE envelope of the statement. */
  public static final String STATEMENT = "statement.dsse.json";

  /** The scan's report. */
  public static final String REPORT = "report.json";

  /** What was planned. */
  public static final String PLAN = "plan.json";

  /** The record of the result. */
  public static final String RESULT = "result.json";

  /** The public parameters of the watermark. */
  public static final String PROFILE = "profile/profile.json";

  /** Known answers of the scheme. */
  public static final String VECTORS = "profile/vectors.json";

  /** What made the bundle. */
  public static final String SOFTWARE = "software/software.json";

  /** Who did what, when; hash-chained. */
  public static final String CUSTODY = "custody.jsonl";

  /** The files of the corpus. */
  public static final String MANIFEST = "corpus/manifest.json";

  /** The scored blocks; they reveal the text. */
  public static final String BLOCKS = "corpus/blocks";

  /** The scored blocks, encrypted. */
  public static final String SEALED_BLOCKS = "corpus/blocks.enc";

  /** The opened keys. */
  public static final String OPENINGS = "keys/openings.json";

  /** Records of the control log. */
  public static final String RECORDS = "log/records.json";

  /** All entries of the log. */
  public static final String ENTRIES = "log/entries";

  /** Where to look for the public keys; no proof of them. */
  public static final String HINTS = "trust/hints.json";

  private static final List<String> REQUIRED =
      List.of(
          MANIFEST, CUSTODY, OPENINGS, RECORDS, PLAN, PROFILE, VECTORS, REPORT, RESULT, SOFTWARE,
          STATEMENT, HINTS);

  private static final Pattern NUMBERED =
      Pattern.compile(
          String.join(
                  "|",
                  "keys/N\\.commitments",
                  "log/N\\.proof",
                  "time/N\\.checkpoint",
                  "time/N\\.consistency",
                  "time/N-[a-z0-9_-]{1,40}\\.(tsr|ers)")
              .replace("N", "(0|[1-9][0-9]{0,14})"));

  private FileName() {}

  /** Returns the names that every bundle has. */
  public static List<String> required() {
    return REQUIRED;
  }

  /** Returns whether a name is one of the format's. */
  public static boolean known(String name) {
    return REQUIRED.contains(name)
        || name.equals(BLOCKS)
        || name.equals(SEALED_BLOCKS)
        || name.equals(ENTRIES)
        || NUMBERED.matcher(name).matches();
  }

  /** Returns the name of the commitment file of an era. */
  public static String commitments(int era) {
    return "keys/" + era + ".commitments";
  }

  /** Returns the name of the proof of a record. */
  public static String proof(long index) {
    return "log/" + index + ".proof";
  }

  /** Returns the name of the note of an anchor. */
  public static String anchor(int anchor) {
    return "time/" + anchor + ".checkpoint";
  }

  /** Returns the name of a time stamp of an anchor. */
  public static String token(int anchor, String authority) {
    return "time/" + anchor + "-" + authority + ".tsr";
  }

  /**
   * Returns the name of the proof that the tree of an anchor is a beginning of the proofs' tree.
   */
  public static String consistency(int anchor) {
    return "time/" + anchor + ".consistency";
  }

  /** Returns the name of the evidence record that renews a time stamp. */
  public static String renewal(int anchor, String authority) {
    return "time/" + anchor + "-" + authority + ".ers";
  }

  /** Returns whether the content of a file stays in the archive until it is asked for. */
  static boolean streamed(String name) {
    return name.equals(BLOCKS) || name.equals(SEALED_BLOCKS) || name.equals(ENTRIES);
  }
}
