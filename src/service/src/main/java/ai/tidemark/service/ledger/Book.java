package ai.tidemark.service.ledger;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.ledger.Generation;
import ai.tidemark.keys.ledger.Ledger;
import ai.tidemark.keys.ledger.LedgerOrigin;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.NoteKeyFile;
import ai.tidemark.keys.record.LedgerRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tenant's ledger as its proxy keeps it. When it cannot be written it is broken: generations
 * are counted instead, and opening it anew puts them into its gap. One thread; {@link #broken} and
 * {@link #lost} any.
 */
final class Book {
  private static final Logger LOG = LoggerFactory.getLogger(Book.class);

  private final String tenant;
  private final Path folder;
  private final NoteKeyFile key;
  private final int node;
  private final InstantSource clock;
  private final LogWriter.Options options;
  private final AtomicLong lost = new AtomicLong();
  private volatile boolean broken = true; // until it is open
  private @Nullable Ledger ledger;
  private @Nullable CompletableFuture<Long> last;
  private long missed; // generations without a number since it broke
  private long bound; // size of the last root that was logged

  Book(
      String tenant,
      Path folder,
      NoteKeyFile key,
      int node,
      InstantSource clock,
      LogWriter.Options options) {
    this.tenant = tenant;
    this.folder = folder;
    this.key = key;
    this.node = node;
    this.clock = clock;
    this.options = options;
  }

  /**
   * Opens the ledger; makes it if need be.
   *
   * @throws BadInputException if it is another's, or does not hold what it should
   */
  void open() throws IOException {
    Ledger opened =
        Ledger.open(folder, LedgerOrigin.signer(folder, key), node, clock, options, missed);
    missed = 0;
    ledger = opened;
    broken = false;
    opened
        .gap()
        .ifPresent(
            gap ->
                LOG.warn(
                    "ledger of {}: numbers {} to {} have no rows, and it says so",
                    tenant,
                    gap.from(),
                    gap.to()));
  }

  /** Appends a generation, or counts it as lost. */
  void append(Generation generation) {
    Ledger open = ledger;
    if (broken || open == null) {
      missed++;
      lost.incrementAndGet();
      return;
    }
    try {
      CompletableFuture<Long> row = open.append(generation).index();
      last = row;
      var _ =
          row.whenComplete(
              (_, e) -> {
                if (e != null) {
                  lost.incrementAndGet(); // it has a number, and is in the gap by that
                  breaks(e);
                }
              });
    } catch (IOException e) {
      missed++;
      lost.incrementAndGet();
      breaks(e);
    }
  }

  /** Generations are lost from now on. */
  void breaks(Throwable e) {
    if (!broken) {
      broken = true;
      LOG.error(
          "ledger of {} cannot be written; answers go on, its rows are lost until it can: {}",
          tenant,
          e.getMessage());
    }
  }

  /**
   * Opens the ledger anew if it is broken, waits for what is on its way, and returns the root if it
   * was not {@link #bound} yet.
   *
   * @throws IOException if the ledger cannot be written
   * @throws BadInputException if it cannot be opened
   */
  Optional<LedgerRoot> root() throws IOException {
    if (broken) {
      closeBroken();
      open();
      LOG.info("ledger of {} is written again", tenant);
    }
    try {
      if (last != null) {
        long _ = last.join();
      }
      LedgerRoot root = Objects.requireNonNull(ledger).root();
      return root.size() == bound ? Optional.empty() : Optional.of(root);
    } catch (CompletionException | IOException e) {
      breaks(e);
      throw new IOException("ledger of " + tenant + " cannot be written", e);
    }
  }

  /** Takes note that a root is in the log of roots. */
  void bound(LedgerRoot root) {
    bound = root.size();
  }

  private void closeBroken() {
    Ledger old = ledger;
    ledger = null;
    last = null;
    if (old != null) {
      try {
        old.close();
      } catch (IOException e) {
        LOG.debug("a broken ledger does not close: {}", e.getMessage()); // said when it broke
      }
    }
  }

  boolean broken() {
    return broken;
  }

  /** Returns how many generations have no row and will have none. */
  long lost() {
    return lost.get();
  }

  void close() throws IOException {
    Ledger open = ledger;
    ledger = null;
    if (open != null) {
      open.close();
    }
  }
}
