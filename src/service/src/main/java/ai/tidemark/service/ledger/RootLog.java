package ai.tidemark.service.ledger;

import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.NoteSigner;
import ai.tidemark.keys.record.LedgerRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The node's own log of its ledgers' roots. The control log proper lies in the key store, which a
 * gateway has no key to; whoever has binds this log into it (docs/logs.md). One thread.
 */
final class RootLog {
  private final Path folder;
  private final NoteSigner signer;
  private final LogWriter.Options options;
  private @Nullable LogWriter writer;

  RootLog(Path folder, NoteSigner signer, LogWriter.Options options) {
    this.folder = folder;
    this.signer = signer;
    this.options = new LogWriter.Options(options.disk(), LogWriter.Options.SINGLE.delay(), 256);
  }

  /** Opens the log if it is not open. */
  void open() throws IOException {
    if (writer == null) {
      writer = LogWriter.open(folder, signer, options);
    }
  }

  /**
   * Appends roots and signs a checkpoint that covers them; both are on disk when this returns.
   *
   * @throws IOException if that failed; the next call opens the log anew
   */
  void append(List<LedgerRoot> roots) throws IOException {
    try {
      open();
      LogWriter log = Objects.requireNonNull(writer);
      List<CompletableFuture<Long>> appended = new ArrayList<>();
      for (LedgerRoot root : roots) {
        appended.add(log.append(root.canonicalJson()));
      }
      for (CompletableFuture<Long> one : appended) {
        long _ = one.join();
      }
      var _ = log.checkpoint();
    } catch (CompletionException e) {
      close();
      throw new IOException("the log of roots cannot be written", e);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  void close() throws IOException {
    LogWriter log = writer;
    writer = null;
    if (log != null) {
      log.close();
    }
  }
}
