package ai.tidemark.keys.store;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.derive.Derivation;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.Note;
import ai.tidemark.keys.log.NoteSigner;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.EraHistory;
import ai.tidemark.keys.secret.OwnerOnly;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.sign.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * An open key store in a folder of mode 0700: {@code store.json} ({@link StoreSettings}), {@code
 * root.bcfks} (root and signing keys), {@code eras/} ({@link EraFolder}) and {@code log/}, the
 * control log. One process at a time: the log has one writer.
 */
public final class StoreFolder implements AutoCloseable {
  private static final String ROOT_FILE = "root.bcfks";
  private static final String ERAS = "eras";
  private static final String LOG = "log";

  private final StoreSettings settings;
  private final Path folder;
  private final RootStore root;
  private final LogWriter writer;
  private final EraHistory history;

  private StoreFolder(
      StoreSettings settings, Path folder, RootStore root, LogWriter writer, EraHistory history) {
    this.settings = settings;
    this.folder = folder;
    this.root = root;
    this.writer = writer;
    this.history = history;
  }

  /**
   * Makes a store with fresh keys and an empty log.
   *
   * @param folder must not exist
   * @param secret passphrase, or bytes of the secret file
   * @param cost scrypt's N in its file, a power of two in 2..2^18
   * @throws BadInputException if the folder exists or cannot be written
   */
  public static void create(Path folder, StoreSettings settings, SecretBytes secret, int cost) {
    if (cost < 2 || cost > StoreHeader.MOST_COST || Integer.bitCount(cost) != 1) {
      throw new IllegalArgumentException(
          "cost must be a power of two in 2.." + StoreHeader.MOST_COST + ", but is " + cost);
    }
    OwnerOnly files = OwnerOnly.ofThisProcess();
    files.createFolder(folder);
    files.createFolder(folder.resolve(ERAS));
    files.createFolder(folder.resolve(LOG));
    char[] password = settings.unlock().password(secret);
    try {
      byte[] store = BcfksFile.create(settings.deployment(), password, cost);
      files.create(folder.resolve(ROOT_FILE), store);
    } finally {
      Arrays.fill(password, '\0');
    }
    settings.write(folder); // last: without it there is no store
    open(folder, _ -> secret).close();
  }

  /** Scrypt's N where nothing else is asked for. */
  public static int usualCost() {
    return BcfksFile.COST;
  }

  /**
   * Opens a store.
   *
   * @param secret gives the passphrase, or the bytes of the secret file; closed by the caller
   * @throws BadInputException if it is not a store, others may use it, the secret is another one,
   *     or another process has it open
   */
  public static StoreFolder open(Path folder, Function<Unlock, SecretBytes> secret) {
    StoreSettings settings = StoreSettings.read(folder);
    Path file = folder.resolve(ROOT_FILE);
    char[] password = settings.unlock().password(secret.apply(settings.unlock()));
    RootStore root;
    try {
      byte[] bytes = OwnerOnly.ofThisProcess().read(file, "key store", StoreHeader.MOST_BYTES);
      root = BcfksFile.open(file.toString(), bytes, settings.deployment(), password);
    } catch (NoSuchFileException e) {
      throw new BadInputException(
          file.toString(), "is missing; restore it from the backup of the store", e);
    } finally {
      Arrays.fill(password, '\0');
    }
    try {
      return open(settings, folder, root);
    } catch (RuntimeException e) {
      root.close();
      throw e;
    }
  }

  private static StoreFolder open(StoreSettings settings, Path folder, RootStore root) {
    Path log = folder.resolve(LOG);
    NoteSigner signer = new NoteSigner(settings.origin(), root.signer(Purpose.LOG));
    try {
      LogWriter writer = LogWriter.open(log, signer, LogWriter.Options.SINGLE);
      try {
        var _ = writer.checkpoint(); // covers what a crash left without one
        return new StoreFolder(settings, folder, root, writer, history(folder));
      } catch (RuntimeException | IOException e) {
        writer.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BadInputException(
          log.toString(), "the log cannot be opened; does another process have it?", e);
    }
  }

  /**
   * Replays the log of a store, which needs no secret. Signatures of its checkpoint are not
   * verified: it is the store's own.
   */
  public static EraHistory history(Path folder) {
    Path log = folder.resolve(LOG);
    LogReader reader = LogReader.open(log);
    EraHistory history = new EraHistory();
    reader.forEach(
        0,
        reader.size(),
        (index, entry) -> {
          String where = log + ", entry " + index;
          history.apply(where, ControlRecord.parse(where, entry));
        });
    return history;
  }

  /** Returns what is remembered of the eras of a store. */
  public static EraFolder eras(Path folder) {
    return new EraFolder(folder.resolve(ERAS));
  }

  /** Returns the settings. */
  public StoreSettings settings() {
    return settings;
  }

  /** Returns the folder of the log. */
  public Path log() {
    return folder.resolve(LOG);
  }

  /** Returns the log as of its newest checkpoint. */
  public LogReader reader() {
    return LogReader.open(log());
  }

  /** Returns the derivation from this store's root. */
  public Derivation derivation() {
    return new Derivation(root, RootStore.ROOT, settings.deployment());
  }

  /** Returns a signer that works as long as the store is open. */
  public Signer signer(Purpose purpose) {
    return root.signer(purpose);
  }

  /** Returns the signer of the log's checkpoints; its vkey is what verifiers trust. */
  public NoteSigner logSigner() {
    return new NoteSigner(settings.origin(), root.signer(Purpose.LOG));
  }

  /** Returns the eras of the log, kept up to date. */
  public EraHistory history() {
    return history;
  }

  /** Returns the keys and their states. */
  public KeyRing ring(InstantSource clock) {
    return new KeyRing(derivation(), history, eras(folder), this::append, clock);
  }

  /**
   * Appends an entry and signs a checkpoint that covers it; both are on disk when this returns.
   *
   * @param entry canonical JSON of a record
   * @return its index
   * @throws BadInputException if that failed
   */
  public long append(byte[] entry) {
    try {
      long index = writer.append(entry).join();
      var _ = writer.checkpoint();
      return index;
    } catch (CompletionException | IOException e) {
      throw new BadInputException(
          log().toString(), "the log cannot be written; is the disk full? Open the store anew", e);
    }
  }

  /**
   * Adds cosignatures to the log's checkpoint.
   *
   * @param checkpoint that they are of
   * @param signatures verified
   * @throws IOException if the log cannot be written
   */
  public void cosigned(Checkpoint checkpoint, List<Note.Signature> signatures) throws IOException {
    var _ = writer.cosigned(checkpoint, signatures);
  }

  @Override
  public void close() {
    root.close();
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the log of " + folder + " cannot be closed", e);
    }
  }
}
