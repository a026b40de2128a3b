package ai.tidemark.service.ledger;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.ledger.Generation;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.NoteKeyFile;
import ai.tidemark.keys.record.LedgerRoot;
import ai.tidemark.service.config.LedgerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledgers of a proxy's tenants, and the log of their roots.
 *
 * <p>Generations wait in a bounded queue; {@link #append} blocks while it is full, and never on a
 * disk. One thread hands them to their ledgers, each of which makes together durable what has
 * gathered. A ledger that cannot be written does not stop answers: what it missed is counted, it is
 * opened anew when roots are logged next, and then its log says which numbers have no rows.
 */
public final class Ledgers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ledgers.class);
  private static final int WAITING = 4096;

  private sealed interface Work {
    record Row(Book book, Generation generation) implements Work {}

    record Roots(CompletableFuture<Void> done) implements Work {}

    record End() implements Work {}
  }

  private final Map<String, Book> books = new LinkedHashMap<>(); // not changed once open
  private final RootLog roots;
  private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(WAITING);
  private final ReentrantLock closing = new ReentrantLock();
  private final Thread worker;
  private boolean closed;

  private Ledgers(Map<String, Book> books, RootLog roots) {
    this.books.putAll(books);
    this.roots = roots;
    this.worker = Thread.ofPlatform().name("tidemark-ledgers").daemon().unstarted(this::run);
  }

  /**
   * Opens the ledgers, makes those that are not there, and logs the roots of those that are: what a
   * crash took is said before the first answer.
   *
   * @param tenants pseudonyms, names of folders
   * @param options how ledgers are written
   * @throws BadInputException if one cannot be opened, or the key file not be used
   */
  public static Ledgers open(
      LedgerConfig config,
      Collection<String> tenants,
      InstantSource clock,
      LogWriter.Options options) {
    NoteKeyFile key = NoteKeyFile.read(config.key());
    Map<String, Book> books = new LinkedHashMap<>();
    for (String tenant : tenants) {
      Path folder = config.folder().resolve("tenants").resolve(tenant);
      books.put(tenant, new Book(tenant, folder, key, config.node(), clock, options));
    }
    Path control = config.folder().resolve("control");
    Ledgers ledgers = new Ledgers(books, new RootLog(control, key.log(), options));
    try {
      ledgers.roots.open();
      for (Book book : books.values()) {
        book.open();
      }
      ledgers.logRoots();
      ledgers.worker.start();
      return ledgers;
    } catch (IOException e) {
      ledgers.closeAll();
      throw new BadInputException(
          config.folder().toString(), "the ledgers cannot be written: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      ledgers.closeAll();
      throw e;
    }
  }

  /**
   * Queues a generation; blocks while the queue is full.
   *
   * @param tenant one of those it was opened with
   * @throws IllegalStateException after {@link #close}
   */
  public void append(String tenant, Generation generation) {
    Book book = books.get(tenant);
    if (book == null) {
      throw new IllegalArgumentException("no ledger was opened for this tenant");
    }
    closing.lock();
    try {
      if (closed) {
        throw new IllegalStateException("ledgers are closed");
      }
      put(new Work.Row(book, generation));
    } finally {
      closing.unlock();
    }
  }

  /**
   * Has the roots logged of all ledgers that have grown; blocks while the queue is full.
   *
   * @return completes when that was tried, whatever came of it, or at once after {@link #close},
   *     which logs them itself
   */
  public CompletableFuture<Void> roots() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    closing.lock();
    try {
      if (closed) {
        done.complete(null);
      } else {
        put(new Work.Roots(done));
      }
    } finally {
      closing.unlock();
    }
    return done;
  }

  /** Returns how many ledgers cannot be written. */
  public long broken() {
    return books.values().stream().filter(Book::broken).count();
  }

  /** Returns how many generations have no row, since the start. */
  public long lost() {
    return books.values().stream().mapToLong(Book::lost).sum();
  }

  private void put(Work work) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          queue.put(work);
          return;
        } catch (InterruptedException e) {
          interrupted = true; // a row is not lost because its thread is told to stop
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    try {
      while (true) {
        switch (queue.take()) {
          case Work.Row(Book book, Generation generation) -> append(book, generation);
          case Work.Roots(CompletableFuture<Void> done) -> {
            logRoots();
            done.complete(null);
          }
          case Work.End _ -> {
            logRoots();
            closeAll();
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the ledgers' thread", e);
    }
  }

  private static void append(Book book, Generation generation) {
    try {
      book.append(generation);
    } catch (RuntimeException e) { // a thread that ends would leave answers waiting for ever
      book.breaks(e);
    }
  }

  private void logRoots() {
    Map<Book, LedgerRoot> grown = new LinkedHashMap<>();
    for (Book book : books.values()) {
      try {
        book.root().ifPresent(root -> grown.put(book, root));
      } catch (IOException | RuntimeException e) {
        book.breaks(e); // tried again next time
        LOG.warn("a ledger has no root: {}", e.getMessage());
      }
    }
    if (!grown.isEmpty()) {
      try {
        roots.append(new ArrayList<>(grown.values()));
        grown.forEach(Book::bound);
      } catch (IOException | RuntimeException e) {
        LOG.error("roots of {} ledgers are not logged: {}", grown.size(), e.getMessage());
      }
    }
  }

  private void closeAll() {
    List<AutoCloseable> all = new ArrayList<>();
    books.values().forEach(book -> all.add(book::close));
    all.add(roots::close);
    for (AutoCloseable one : all) {
      try {
        one.close();
      } catch (Exception e) {
        LOG.error("a ledger does not close: {}", e.getMessage());
      }
    }
  }

  /** Writes what is queued, logs the last roots and closes the ledgers; then no gap is left. */
  @Override
  public void close() {
    closing.lock();
    try {
      if (!closed) {
        closed = true;
        put(new Work.End());
      }
    } finally {
      closing.unlock();
    }
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
