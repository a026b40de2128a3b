package ai.tidemark.scan.clean;

import ai.tidemark.scan.source.Skip;
import java.util.List;

/** How cleaning ended. */
public sealed interface CleanOutcome {

  /**
   * The clean corpus is in place.
   *
   * @param counts what was done
   * @param unreadable files that could not be read: they are not in the clean corpus
   * @param incomplete whether the scan itself could not read too much of the corpus
   */
  record Finished(Counts counts, List<Skip> unreadable, boolean incomplete)
      implements CleanOutcome {
    /** Copies. */
    public Finished {
      unreadable = List.copyOf(unreadable);
    }
  }

  /** The report is invalid: it flagged nothing because its p-values do not hold. */
  record Invalid() implements CleanOutcome {}

  /** Somebody asked it to stop; it left no files. */
  record Interrupted() implements CleanOutcome {}

  /**
   * What was done.
   *
   * @param copied files copied as they are
   * @param changed files written without some of their documents
   * @param left files left out as a whole
   * @param dropped documents that are not in the clean corpus
   * @param bytesIn bytes of the files that were read or left out
   * @param bytesOut bytes of the clean corpus
   */
  record Counts(long copied, long changed, long left, long dropped, long bytesIn, long bytesOut) {
    /** Nothing done. */
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    Counts plusCopied(long bytes) {
      return new Counts(copied + 1, changed, left, dropped, bytesIn + bytes, bytesOut + bytes);
    }

    Counts plusChanged(long documents, long in, long out) {
      return new Counts(
          copied, changed + 1, left, dropped + documents, bytesIn + in, bytesOut + out);
    }

    Counts plusLeft(long bytes) {
      return new Counts(copied, changed, left + 1, dropped + 1, bytesIn + bytes, bytesOut);
    }
  }
}
