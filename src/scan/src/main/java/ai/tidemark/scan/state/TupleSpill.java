package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.work.AppendFile;
import ai.tidemark.scan.work.WorkDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Tuples on disk: a file for each partition, to which a partition is written whenever its room in
 * memory is used up; in the end each is made distinct. Each partition is used by one thread at a
 * time.
 */
final class TupleSpill implements DistinctTuples, Closeable {
  private static final int SPLIT_BITS = 4;
  private static final int FIRST_SPLIT_SHIFT = 60; // the top bits: no level samples in this mode

  private final WorkDirectory work;
  private final AppendFile[] files;
  private final DistinctFile[] distinct;

  /** The distinct tuples of a partition. */
  private static final class DistinctFile {
    private final AppendFile file;
    private final long[] byZeros = new long[Sampling.MOST_LEVELS + 1];
    private final TupleDigest digest = new TupleDigest();
    private long size;
    private boolean anyForms;

    DistinctFile(AppendFile file) {
      this.file = file;
    }

    void add(TupleStore store, Distinct scratch, TupleRecords records) throws IOException {
      long[] counts = new long[byZeros.length];
      store.reduce(scratch, 0, counts);
      digest.add(store.digest());
      records.write(store, 0, file);
      records.flush(file);
      size += store.size();
      for (int zeros = 0; zeros < byZeros.length; zeros++) {
        byZeros[zeros] += counts[zeros];
      }
      for (int i = 0; i < store.size() && !anyForms && store.hasForms(); i++) {
        anyForms = store.forms(i) != TextForm.BOTH;
      }
    }
  }

  /** Files for a new scan. */
  TupleSpill(WorkDirectory work, int partitions) throws IOException {
    this(work, partitions, Map.of());
  }

  /** Files of a scan that goes on; without marks those of a new one. */
  TupleSpill(WorkDirectory work, int partitions, Map<String, AppendFile.Mark> marks)
      throws IOException {
    this.work = work;
    this.files = new AppendFile[partitions];
    this.distinct = new DistinctFile[partitions];
    for (int p = 0; p < partitions; p++) {
      AppendFile.Mark mark = marks.get(name(p));
      files[p] = mark == null ? work.create(name(p)) : work.reopen(name(p), mark);
    }
  }

  /** Returns the name of the file of a partition. */
  String name(int partition) {
    return String.format(Locale.ROOT, "tuples-%03d", partition);
  }

  /** Appends the tuples of a store. */
  void write(int partition, TupleStore store, TupleRecords records) throws IOException {
    records.write(store, 0, files[partition]);
    records.flush(files[partition]);
  }

  /** Returns whether anything was written. */
  boolean used() {
    return Arrays.stream(files).anyMatch(file -> file.mark().bytes() > 0);
  }

  /** Returns how far the file of a partition is. */
  AppendFile.Mark mark(int partition) {
    return files[partition].mark();
  }

  /** Returns once everything that was written is on disk. */
  void sync() throws IOException {
    for (AppendFile file : files) {
      file.sync();
    }
  }

  /**
   * Makes the tuples of a partition distinct.
   *
   * @param most tuples to hold in memory at most; a partition with more is split by further bits
   */
  void makeDistinct(int partition, int most, Distinct scratch, TupleRecords records)
      throws IOException {
    DistinctFile into =
        new DistinctFile(work.create("distinct-" + name(partition).substring("tuples-".length())));
    distinct[partition] = into;
    makeDistinct(files[partition], FIRST_SPLIT_SHIFT, most, into, scratch, records);
  }

  private void makeDistinct(
      AppendFile raw,
      int shift,
      int most,
      DistinctFile into,
      Distinct scratch,
      TupleRecords records)
      throws IOException {
    long count = raw.mark().bytes() / BlockFile.RECORD;
    if (count > most && shift > 0) {
      split(raw, shift, most, into, scratch, records);
      return;
    }
    TupleStore store = new TupleStore();
    records.read(raw.path(), count, (pairs, forms, n) -> store.append(pairs, 0, n, forms));
    into.add(store, scratch, records);
  }

  private void split(
      AppendFile raw,
      int shift,
      int most,
      DistinctFile into,
      Distinct scratch,
      TupleRecords records)
      throws IOException {
    AppendFile[] parts = new AppendFile[1 << SPLIT_BITS];
    TupleRecords[] out = new TupleRecords[parts.length];
    String stem = raw.path().getFileName() + "-";
    try {
      for (int i = 0; i < parts.length; i++) {
        parts[i] = work.create(stem + i);
        out[i] = new TupleRecords();
      }
      records.read(
          raw.path(),
          raw.mark().bytes() / BlockFile.RECORD,
          (pairs, forms, n) -> {
            for (int i = 0; i < n; i++) {
              long hi = pairs[2 * i];
              long lo = pairs[2 * i + 1];
              int part = (int) (TupleSet.mix(hi, lo) >>> shift) & (parts.length - 1);
              out[part].write(hi, lo, forms[i], parts[part]);
            }
          });
      for (int i = 0; i < parts.length; i++) {
        out[i].flush(parts[i]);
      }
      Arrays.fill(out, null);
      for (AppendFile part : parts) {
        makeDistinct(part, shift - SPLIT_BITS, most, into, scratch, records);
        part.close();
        Files.deleteIfExists(part.path());
      }
    } finally {
      for (AppendFile part : parts) {
        if (part != null) {
          part.close();
        }
      }
    }
  }

  @Override
  public long size() {
    return Arrays.stream(distinct).mapToLong(d -> d.size).sum();
  }

  @Override
  public boolean anyForms() {
    return Arrays.stream(distinct).anyMatch(d -> d.anyForms);
  }

  @Override
  public void addCounts(long[] to) {
    for (DistinctFile file : distinct) {
      for (int zeros = 0; zeros < to.length; zeros++) {
        to[zeros] += file.byZeros[zeros];
      }
    }
  }

  @Override
  public void addTo(TupleDigest digest, int workers) {
    for (DistinctFile file : distinct) {
      digest.add(file.digest);
    }
  }

  @Override
  public void forEach(int partition, TupleRuns runs) {
    read(partition, runs::add);
  }

  private void read(int partition, TupleRecords.Sink sink) {
    try {
      // a buffer of its own: a sink may read again
      DistinctFile from = distinct[partition];
      new TupleRecords().read(from.file.path(), from.size, sink);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (AppendFile file : files) {
      file.close();
    }
    for (DistinctFile file : distinct) {
      if (file != null) {
        file.file.close();
      }
    }
  }
}
