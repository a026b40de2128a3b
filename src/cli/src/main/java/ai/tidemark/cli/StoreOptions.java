package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.secret.OwnerOnly;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.store.StoreFolder;
import ai.tidemark.keys.store.Unlock;
import java.io.Console;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which key store, and how it is opened. */
final class StoreOptions {
  private static final int LEAST_PASSPHRASE = 12;
  private static final int LEAST_SECRET = 32;
  private static final int MOST_BYTES = 4096;

  @Option(
      names = "--store",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the key store.")
  private Path store = Path.of("");

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "File of mode 0600 with the passphrase (default: ask at the terminal).")
  private @Nullable Path passphraseFile;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "File of mode 0600 with at least 32 random bytes, in place of a passphrase.")
  private @Nullable Path secretFile;

  /** Returns the folder. */
  Path store() {
    return store;
  }

  /** Returns whether a secret file opens it. */
  boolean bySecretFile() {
    return secretFile != null;
  }

  /** Opens the store; the caller closes it. */
  StoreFolder open() {
    try (Asked asked = new Asked()) {
      return StoreFolder.open(store, asked::secret);
    }
  }

  /** Keeps the secret no longer than the store takes to open. */
  private final class Asked implements AutoCloseable {
    private @Nullable SecretBytes secret;

    SecretBytes secret(Unlock unlock) {
      boolean passphrase = unlock instanceof Unlock.Passphrase;
      if (passphrase && secretFile != null) {
        throw new BadInputException(store.toString(), "is opened by a passphrase, not a file");
      }
      if (!passphrase && secretFile == null) {
        throw new BadInputException(store.toString(), "is opened by a secret file: --secret-file");
      }
      SecretBytes given = given(false);
      secret = given;
      return given;
    }

    @Override
    public void close() {
      if (secret != null) {
        secret.close();
      }
    }
  }

  /**
   * Returns the secret that the options or the terminal give; the caller closes it.
   *
   * @param fresh whether it is new: ask twice, and refuse a short one
   */
  SecretBytes given(boolean fresh) {
    if (secretFile != null && passphraseFile != null) {
      throw new BadInputException("--secret-file", "cannot go with --passphrase-file");
    }
    if (secretFile != null) {
      return required(read(secretFile, "secret file"), LEAST_SECRET, secretFile.toString());
    }
    SecretBytes passphrase =
        passphraseFile == null ? asked(fresh) : SecretBytes.taking(line(passphraseFile));
    String where = passphraseFile == null ? "passphrase" : passphraseFile.toString();
    return required(passphrase, fresh ? LEAST_PASSPHRASE : 1, where);
  }

  private static SecretBytes required(SecretBytes secret, int least, String where) {
    if (secret.length() < least) {
      secret.close();
      throw new BadInputException(where, "must have at least " + least + " bytes");
    }
    return secret;
  }

  private static SecretBytes read(Path file, String what) {
    try {
      return SecretBytes.taking(OwnerOnly.ofThisProcess().read(file, what, MOST_BYTES));
    } catch (NoSuchFileException e) {
      throw new BadInputException(file.toString(), what + " does not exist", e);
    }
  }

  private static byte[] line(Path file) {
    try (SecretBytes whole = read(file, "passphrase file")) {
      return whole.use(
          bytes -> {
            int length = bytes.length;
            if (length > 0 && bytes[length - 1] == '\n') {
              length--;
            }
            if (length > 0 && bytes[length - 1] == '\r') {
              length--;
            }
            return Arrays.copyOf(bytes, length);
          });
    }
  }

  // JDK 25 gives null again where there is no terminal (jdk.console is java.base by default)
  @SuppressWarnings("SystemConsoleNull")
  private static SecretBytes asked(boolean twice) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new BadInputException(
          "passphrase", "there is no terminal to ask at; give --passphrase-file or --secret-file");
    }
    SecretBytes first = bytes(console.readPassword("Passphrase: "));
    if (twice) {
      try (SecretBytes second = bytes(console.readPassword("Once more: "))) {
        if (!first.equals(second)) {
          first.close();
          throw new BadInputException("passphrase", "is not the same twice");
        }
      }
    }
    return first;
  }

  private static SecretBytes bytes(char @Nullable [] typed) {
    char[] chars = typed == null ? new char[0] : typed;
    ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(chars));
    Arrays.fill(chars, '\0');
    byte[] bytes = new byte[utf8.remaining()];
    utf8.get(bytes);
    utf8.clear();
    while (utf8.hasRemaining()) {
      utf8.put((byte) 0);
    }
    return SecretBytes.taking(bytes);
  }
}
