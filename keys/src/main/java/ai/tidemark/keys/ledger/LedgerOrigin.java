package ai.tidemark.keys.ledger;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.Note;
import ai.tidemark.keys.log.NoteKeyFile;
import ai.tidemark.keys.log.NoteSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * How a ledger's log is called: the name of its node's key, a slash, and 64 random bits in hex,
 * drawn when it is made. Whoever sees roots of ledgers learns no tenant's name.
 */
public final class LedgerOrigin {
  private static final int BYTES = 8;

  private LedgerOrigin() {}

  /**
   * Returns the signer of a ledger's log, of a fresh origin where there is no ledger yet.
   *
   * @param folder of the ledger
   * @param key of its node
   * @throws BadInputException if the ledger is of another key's name
   * @throws IOException if its checkpoint cannot be read
   */
  public static NoteSigner signer(Path folder, NoteKeyFile key) throws IOException {
    Path checkpoint = folder.resolve(Ledger.LOG).resolve("checkpoint");
    try {
      Note note = Note.parse(checkpoint.toString(), Files.readAllBytes(checkpoint));
      String origin = Checkpoint.parse(checkpoint.toString(), note.text()).origin();
      String prefix = key.vkey().name() + "/";
      if (!origin.startsWith(prefix)) {
        throw new BadInputException(
            checkpoint.toString(), "is of " + origin + ", which is no log of the ledger's key");
      }
      return key.log(origin.substring(prefix.length()));
    } catch (NoSuchFileException _) {
      byte[] name = new byte[BYTES];
      new SecureRandom().nextBytes(name);
      return key.log(HexFormat.of().formatHex(name));
    }
  }
}
