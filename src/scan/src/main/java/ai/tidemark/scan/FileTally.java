package ai.tidemark.scan;

import ai.tidemark.scan.report.FileFindings;
import ai.tidemark.scan.report.FileFindings.Counts;
import ai.tidemark.scan.report.FileFindings.Listed;
import ai.tidemark.scan.state.DocumentRow;
import java.util.OptionalDouble;
import java.util.PriorityQueue;

/**
 * Counts documents by file. Rows come in the order of the corpus, so those of one file stand
 * together, and besides the file in hand only the files of the list are held.
 */
final class FileTally {
  private final PriorityQueue<Listed> best =
      new PriorityQueue<>(FileFindings.MOST + 1, FileFindings.ORDER.reversed());

  private String file = "";
  private String name = ""; // of the member in hand, or of the file
  private long members;
  private long documents; // of the file in hand; 0 before the first
  private long testable;
  private long flagged;
  private long flaggedTokens;
  private double leastLnP = Double.POSITIVE_INFINITY;

  private Counts others = Counts.NONE;
  private long otherFiles;
  private long othersWithFlagged;

  /** Takes the next document. */
  void add(DocumentRow row, boolean isTestable, boolean isFlagged) {
    String next = row.place().file();
    if (documents == 0 || !next.equals(name)) {
      String container = row.place().container();
      if (documents == 0 || !container.equals(file)) {
        end();
        file = container;
      }
      name = next;
      members += next.length() > container.length() ? 1 : 0;
    }
    documents++;
    if (isTestable) {
      testable++;
      leastLnP = Math.min(leastLnP, row.lnP());
    }
    if (isFlagged) {
      flagged++;
      flaggedTokens += row.tokens();
    }
  }

  /** Enters the file in hand. */
  private void end() {
    if (documents == 0) {
      return;
    }
    OptionalDouble least = testable == 0 ? OptionalDouble.empty() : OptionalDouble.of(leastLnP);
    Counts counts = new Counts(documents, testable, flagged, flaggedTokens, least);
    if (flagged > 0) {
      best.add(new Listed(file, members, counts));
      if (best.size() > FileFindings.MOST) {
        other(best.remove().counts());
      }
    } else {
      other(counts);
    }
    members = 0;
    documents = 0;
    testable = 0;
    flagged = 0;
    flaggedTokens = 0;
    leastLnP = Double.POSITIVE_INFINITY;
  }

  private void other(Counts counts) {
    otherFiles++;
    othersWithFlagged += counts.flagged() > 0 ? 1 : 0;
    others = others.plus(counts);
  }

  /** Returns what all rows came to; the last call. */
  FileFindings findings() {
    end();
    return new FileFindings(
        best.stream().sorted(FileFindings.ORDER).toList(),
        new FileFindings.Others(otherFiles, othersWithFlagged, others));
  }
}
