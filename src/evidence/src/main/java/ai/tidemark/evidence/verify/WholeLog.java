package ai.tidemark.evidence.verify;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.LogRecords;
import ai.tidemark.evidence.bundle.LogSelection;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.store.Openings;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads every entry of a log, in order, and holds only what may matter. Shows that a bundle leaves
 * out nothing.
 */
final class WholeLog {
  private static final int LENGTH_BYTES = 2;

  private final LogSelection selection;
  private final Roots roots = new Roots();
  private final List<LogRecords.Entry> relevant = new ArrayList<>();
  private long size;

  private WholeLog(Openings openings) {
    this.selection = new LogSelection(openings);
  }

  /** Gives the entries of a log one after the other. */
  interface Source {
    /** Returns the next entry, or an empty array after the last. */
    byte[] next() throws IOException;
  }

  /** Entries as {@code log/entries} has them: two bytes of length, then the entry. */
  static Source coded(InputStream in) {
    return () -> {
      byte[] length = in.readNBytes(LENGTH_BYTES);
      if (length.length == 0) {
        return length;
      }
      int bytes = length.length < LENGTH_BYTES ? 0 : (length[0] & 0xFF) << 8 | (length[1] & 0xFF);
      byte[] entry = in.readNBytes(bytes);
      if (bytes == 0 || entry.length != bytes) {
        throw new BundleException(Code.LOG_ENTRIES, "the log's entries end inside an entry");
      }
      return entry;
    };
  }

  /**
   * Compares a whole log with the records of a bundle.
   *
   * @throws BundleException if the log is another one, or holds a record that was left out
   */
  static void check(Source source, LoggedRecords logged, Openings openings) throws IOException {
    WholeLog log = new WholeLog(openings);
    for (byte[] entry = source.next(); entry.length > 0; entry = source.next()) {
      log.add(entry);
      if (log.size > logged.head().size()) {
        break;
      }
    }
    if (log.size != logged.head().size()
        || !Arrays.equals(log.roots.root(), logged.head().root())) {
      throw new BundleException(
          Code.LOG_ENTRIES,
          "the log's entries do not have the size and the root of the proofs' checkpoint");
    }
    Set<LogRecords.Entry> shown = new HashSet<>(logged.records().entries());
    for (LogRecords.Entry entry : log.relevant) {
      if (!shown.contains(entry)) {
        throw new BundleException(
            Code.RECORD_WITHHELD,
            "log entry " + entry.index() + " belongs in the bundle and is not in it");
      }
    }
  }

  private void add(byte[] bytes) {
    roots.add(Merkle.leaf(bytes));
    long index = size++;
    ControlRecord record;
    try {
      record = ControlRecord.parse("log entry " + index, bytes);
    } catch (BadInputException e) {
      throw new BundleException(Code.LOG_ENTRIES, String.valueOf(e.getMessage()), e);
    }
    if (selection.takes(record)) {
      relevant.add(new LogRecords.Entry(index, record));
    }
  }

  /** The root of a tree that grows, from the roots of its full parts (RFC 9162 section 2.1.2). */
  private static final class Roots {
    private final List<byte[]> stack = new ArrayList<>();
    private long size;

    void add(byte[] leaf) {
      byte[] hash = leaf;
      for (long n = size; (n & 1) == 1; n >>= 1) {
        hash = Merkle.node(stack.removeLast(), hash);
      }
      stack.add(hash);
      size++;
    }

    byte[] root() {
      if (stack.isEmpty()) {
        return Merkle.sha256();
      }
      byte[] root = stack.getLast();
      for (int i = stack.size() - 2; i >= 0; i--) {
        root = Merkle.node(stack.get(i), root);
      }
      return root;
    }
  }
}
