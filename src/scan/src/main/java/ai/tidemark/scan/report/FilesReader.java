package ai.tidemark.scan.report;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import java.util.OptionalDouble;

/**
 * Reads {@code documents.files} of a report. Only the texts tell whether the counts are right; that
 * they add up to those of all documents, and stand in their order, is required here.
 */
final class FilesReader {
  private static final String DECIMAL = "-?[0-9]{1,20}(\\.[0-9]{1,20})?";
  private static final long MOST = (1L << 53) - 1;
  private static final OptionalDouble NONE = OptionalDouble.empty();

  private final StrictJson node;
  private FileFindings.Counts sum = FileFindings.Counts.NONE;

  private FilesReader(StrictJson node) {
    this.node = node;
  }

  /**
   * Reads it.
   *
   * @param scored documents of the corpus
   * @param testable of them
   * @param flagged of them
   * @throws BadInputException if it is not in order, or does not add up to these
   */
  static void read(StrictJson node, long scored, long testable, long flagged) {
    new FilesReader(node).read(new FileFindings.Counts(scored, testable, flagged, 0, NONE));
  }

  private void read(FileFindings.Counts all) {
    int listed = 0;
    long last = MOST; // flagged documents of the file before
    String lastName = "";
    for (StrictJson one : node.objects("listed")) {
      String name = one.text("file");
      if (one.has("members")) {
        one.integer("members", 1, MOST);
      }
      one.text("smallestLog10P", DECIMAL);
      FileFindings.Counts counts = counts(one);
      require(++listed <= FileFindings.MOST, one, "is one too many");
      require(counts.flagged() >= 1, one, "must hold a flagged document");
      FileFindings.Listed before = listed(lastName, last);
      require(
          FileFindings.ORDER.compare(before, listed(name, counts.flagged())) <= 0,
          one,
          "must stand before the one above it");
      last = counts.flagged();
      lastName = name;
    }
    others(node.object("others"), listed, last);
    node.end();
    require(
        sum.documents() == all.documents()
            && sum.testable() == all.testable()
            && sum.flagged() == all.flagged(),
        node,
        "must add up to all documents");
  }

  private static FileFindings.Listed listed(String name, long flagged) {
    return new FileFindings.Listed(name, 0, new FileFindings.Counts(0, 0, flagged, 0, NONE));
  }

  private void others(StrictJson others, int listed, long last) {
    long files = others.integer("files", 0, MOST);
    long with = others.integer("withFlagged", 0, MOST);
    boolean least = others.has("smallestLog10P");
    if (least) {
      others.text("smallestLog10P", DECIMAL);
    }
    FileFindings.Counts counts = counts(others);
    require(files <= counts.documents() && with <= files, others, "counts too many files");
    require(with == 0 || listed == FileFindings.MOST, others, "must not hold what has room above");
    // by division, since the product may not fit a long
    require(
        with == 0 ? counts.flagged() == 0 : with <= counts.flagged(), others, "flags other files");
    require(with == 0 || (counts.flagged() - 1) / with < last, others, "flags more than the list");
    require(least == counts.testable() > 0, others, "must say the smallest p if any is tested");
  }

  private FileFindings.Counts counts(StrictJson of) {
    FileFindings.Counts counts =
        new FileFindings.Counts(
            of.integer("scored", 0, MOST),
            of.integer("testable", 0, MOST),
            of.integer("flagged", 0, MOST),
            of.integer("flaggedTokens", 0, MOST),
            NONE);
    of.end();
    require(
        counts.flagged() <= counts.testable() && counts.testable() <= counts.documents(),
        of,
        "flags or tests more than it holds");
    sum = sum.plus(counts);
    return counts;
  }

  private static void require(boolean holds, StrictJson at, String problem) {
    if (!holds) {
      throw new BadInputException(at.where(), problem);
    }
  }
}
