package ai.tidemark.scan;

import ai.tidemark.core.text.Normalised;
import ai.tidemark.scan.source.Position;
import ai.tidemark.scan.source.Skip;
import ai.tidemark.scan.source.SkipReason;
import ai.tidemark.scan.state.DocumentSpool;
import ai.tidemark.scan.work.AppendFile;
import java.io.IOException;
import java.io.Writer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Takes batches as workers finish them and enters them in the order of the corpus, so that files
 * come out the same for any number of workers. Thread-safe.
 */
final class Ledger {
  private record Waiting(Batch batch, int permits) {}

  private final DocumentSpool spool;
  private final Writer skipped;
  private final Consumer<Ledger> afterEntry;
  private final Map<Long, Waiting> waiting = new HashMap<>();
  private long next;
  private Position end;
  private long notable;

  private final Map<SkipReason, Long> skips = new EnumMap<>(SkipReason.class);
  private long skipCount;
  private long bytes;
  private long documents;
  private long tokens;
  private long positions;
  private long changed;
  private Normalised.Counts counts = Normalised.Counts.NONE;
  private long unreadable;
  private long unreadableBytes;
  private long leftOut;

  /**
   * A ledger.
   *
   * @param spool takes the rows
   * @param skipped takes a line of JSON per skip
   * @param afterEntry called after each batch; calls never overlap
   * @param counted what an earlier part of the scan came to
   */
  Ledger(DocumentSpool spool, Writer skipped, Consumer<Ledger> afterEntry, LedgerState counted) {
    this.spool = spool;
    this.skipped = skipped;
    this.afterEntry = afterEntry;
    this.skips.putAll(counted.skips());
    this.skipCount = counted.skips().values().stream().mapToLong(Long::longValue).sum();
    this.end = counted.end();
    this.bytes = counted.bytes();
    this.documents = counted.documents();
    this.tokens = counted.tokens();
    this.positions = counted.positions();
    this.changed = counted.changed();
    this.counts = counted.counts();
    this.notable = counted.notable();
    this.unreadable = counted.unreadable();
    this.unreadableBytes = counted.unreadableBytes();
    this.leftOut = counted.leftOut();
  }

  /** What was counted at one moment, and how far the files were. */
  record Kept(LedgerState state, AppendFile.Mark rows, AppendFile.Mark skipped) {}

  /** Returns where it stands, every line written out. */
  synchronized Kept keep(AppendFile rows, AppendFile skippedFile) throws IOException {
    skipped.flush();
    LedgerState state =
        new LedgerState(
            end,
            bytes,
            documents,
            tokens,
            positions,
            changed,
            counts,
            notable,
            unreadable,
            unreadableBytes,
            leftOut,
            skips);
    return new Kept(state, rows.mark(), skippedFile.mark());
  }

  /** Returns how many documents have, each by itself, a p at or below alpha. */
  synchronized long notable() {
    return notable;
  }

  /**
   * Takes the batch of a chunk and enters all that is due.
   *
   * @param number of the chunk, from 0
   * @param permits what the chunk holds of the reader's budget
   * @param release called with the permits of each batch entered
   */
  synchronized void enter(long number, Batch batch, int permits, IntConsumer release)
      throws IOException {
    waiting.put(number, new Waiting(batch, permits));
    for (Waiting due = waiting.remove(next); due != null; due = waiting.remove(next)) {
      next++;
      write(due.batch);
      release.accept(due.permits);
      afterEntry.accept(this);
    }
  }

  private void write(Batch batch) throws IOException {
    spool.append(batch.rows.toByteArray(), batch.documents);
    end = batch.end;
    bytes += batch.chunkBytes;
    notable += batch.notable;
    leftOut += batch.leftOut;
    documents += batch.documents;
    tokens += batch.tokens;
    positions += batch.positions;
    changed += batch.changed;
    counts = counts.plus(batch.counts);
    for (Skip skip : batch.skips) {
      skips.merge(skip.reason(), 1L, Long::sum);
      skipCount++;
      if (skip.reason().unreadable()) {
        unreadable++;
        unreadableBytes += skip.bytes();
      }
      skipped.write(skip.toJson());
      skipped.write('\n');
    }
  }

  synchronized Map<SkipReason, Long> skips() {
    return new EnumMap<>(skips);
  }

  synchronized long skipCount() {
    return skipCount;
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized long documents() {
    return documents;
  }

  synchronized long tokens() {
    return tokens;
  }

  synchronized long positions() {
    return positions;
  }

  /** Returns how many documents the normaliser changed. */
  synchronized long changed() {
    return changed;
  }

  /** Returns what the normaliser did to them. */
  synchronized Normalised.Counts counts() {
    return counts;
  }

  /** Returns whether another reading of the same files came to the same. */
  synchronized boolean agrees(Ledger other) {
    return documents == other.documents()
        && tokens == other.tokens()
        && positions == other.positions()
        && bytes == other.bytes()
        && skipCount == other.skipCount();
  }

  /** Returns how many members of archives the selection left out. */
  synchronized long leftOut() {
    return leftOut;
  }

  synchronized long unreadable() {
    return unreadable;
  }

  synchronized long unreadableBytes() {
    return unreadableBytes;
  }
}
