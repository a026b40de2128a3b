package ai.tidemark.scan.report;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Which files hold the flagged documents. However many files a corpus has, few are listed; the rest
 * is summed, so that both together account for every scored document.
 *
 * <p>A file is what lies on the disk. Members of an archive count with it: whoever is to remove,
 * trace or hand over something has the archive, and one that holds a million texts would push every
 * other file off the list. {@code flagged.jsonl} names the members.
 *
 * @param listed files with flagged documents, in {@link #ORDER}, at most {@link #MOST}
 * @param others all other files together
 */
public record FileFindings(List<Listed> listed, Others others) {
  /** Files listed at most. */
  public static final int MOST = 100;

  /** Most flagged documents first, then by name in the order of code points. */
  public static final Comparator<Listed> ORDER =
      Comparator.comparingLong((Listed one) -> one.counts().flagged())
          .reversed()
          .thenComparing(Listed::file, FileFindings::byCodePoint);

  /** Copies the list. */
  public FileFindings {
    listed = List.copyOf(listed);
  }

  /**
   * What is counted.
   *
   * @param documents scored documents
   * @param testable those with enough tuples
   * @param flagged those that are flagged
   * @param flaggedTokens token ids of the flagged ones
   * @param leastLnP natural logarithm of the smallest p of a testable document, which has paid for
   *     its hypotheses and text forms; empty where none is testable
   */
  public record Counts(
      long documents, long testable, long flagged, long flaggedTokens, OptionalDouble leastLnP) {
    /** Nothing. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, OptionalDouble.empty());

    /** Returns both together. */
    public Counts plus(Counts other) {
      OptionalDouble least = leastLnP;
      if (least.isEmpty()
          || (other.leastLnP.isPresent() && other.leastLnP.getAsDouble() < least.getAsDouble())) {
        least = other.leastLnP;
      }
      return new Counts(
          documents + other.documents,
          testable + other.testable,
          flagged + other.flagged,
          flaggedTokens + other.flaggedTokens,
          least);
    }
  }

  /**
   * A file with flagged documents.
   *
   * @param file its name, as {@link ai.tidemark.scan.source.Place#container}
   * @param members of an archive that hold scored documents; 0 where the file is none
   */
  public record Listed(String file, long members, Counts counts) {}

  /**
   * All other files that hold scored documents.
   *
   * @param files how many
   * @param withFlagged those of them that hold flagged documents; none while the list has room
   */
  public record Others(long files, long withFlagged, Counts counts) {}

  private static int byCodePoint(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    for (int i = 0; i < shorter; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        // halves of pairs stand for code points above every single char's
        boolean pairs = Character.isSurrogate(a) != Character.isSurrogate(b);
        return pairs ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
