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

  private final LoggedRecords logged;
  private final LogSelection selection;
  private final Roots roots = new Roots();
  private final List<LogRecords.Entry> relevant = new ArrayList<>();
  private long size;

  /**
   * Expects the log of a bundle's records.
   *
   * @param openings what the bundle is about
   */
  WholeLog(LoggedRecords logged, Openings openings) {
    this.logged = logged;
    this.selection = new LogSelection(openings);
  }

  /**
   * Reads {@code log/entries}: before each entry its length, two bytes. Stops behind the first
   * entry that is not in the tree.
   *
   * @throws BundleException if they are no entries
   */
  void addCoded(InputStream in) throws IOException {
    while (size <= logged.head().size()) {
      byte[] length = in.readNBytes(LENGTH_BYTES);
      if (length.length == 0) {
        return;
      }
      int bytes = length.length < LENGTH_BYTES ? 0 : (length[0] & 0xFF) << 8 | (length[1] & 0xFF);
      byte[] entry = in.readNBytes(bytes);
      if (bytes == 0 || entry.length != bytes) {
        throw new BundleException(Code.LOG_ENTRIES, "the log's entries end inside an entry");
      }
      add(entry);
    }
  }

  /**
   * Takes the next entry.
   *
   * @throws BundleException if it is not a record
   */
  void add(byte[] bytes) {
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

  /**
   * Compares what was read with the records of the bundle.
   *
   * @throws BundleException if it is another log, or holds a record that was left out
   */
  void check() {
    if (size != logged.head().size() || !Arrays.equals(roots.root(), logged.head().root())) {
      throw new BundleException(
          Code.LOG_ENTRIES,
          "the log's entries do not have the size and the root of the proofs' checkpoint");
    }
    Set<LogRecords.Entry> shown = new HashSet<>(logged.records().entries());
    for (LogRecords.Entry entry : relevant) {
      if (!shown.contains(entry)) {
        throw new BundleException(
            Code.RECORD_WITHHELD,
            "log entry " + entry.index() + " belongs in the bundle and is not in it");
      }
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
