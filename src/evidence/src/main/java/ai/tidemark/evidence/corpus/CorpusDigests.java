package ai.tidemark.evidence.corpus;

import ai.tidemark.core.BadInputException;
import ai.tidemark.scan.source.CorpusFiles;
import ai.tidemark.scan.source.Opener;
import ai.tidemark.scan.source.Skip;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Hashes files as they are read, so that what was hashed is what was scored: an opener for a scan,
 * and a reader of its own for files that nobody reads. Thread-safe.
 */
public final class CorpusDigests implements Opener {
  private static final int BUFFER = 1 << 16;

  private final Opener opener;
  private final BooleanSupplier stop;
  private final Map<Path, Read> read = new HashMap<>();

  private record Read(long size, String sha256) {}

  /**
   * @param opener how files are opened
   * @param stop once it says true no more is read, and what is returned is of no use
   */
  public CorpusDigests(Opener opener, BooleanSupplier stop) {
    this.opener = opener;
    this.stop = stop;
  }

  /**
   * Opens a file. What its reader leaves unread is read when it is closed.
   *
   * @return closing it throws {@link BadInputException} if the file has other bytes than when it
   *     was read before
   */
  @Override
  public InputStream open(Path file) throws IOException {
    return new Hashing(file, opener.open(file));
  }

  /**
   * Reads the files of a corpus that were not read yet, and returns all of them.
   *
   * @param roots files and directories
   * @param excluded directories to leave out silently
   * @return by path; what a scan cannot open is an error here
   * @throws BadInputException if a root does not exist, a file cannot be read, or several roots are
   *     not named by paths below the working directory
   */
  public List<ManifestFile> files(List<Path> roots, List<Path> excluded) {
    return files(roots, excluded, true);
  }

  /**
   * Returns the files of a corpus that were read to their end through this opener; reads none.
   *
   * @return by path
   */
  public List<ManifestFile> filesRead(List<Path> roots, List<Path> excluded) {
    return files(roots, excluded, false);
  }

  private List<ManifestFile> files(List<Path> roots, List<Path> excluded, boolean rest) {
    List<ManifestFile> files = new ArrayList<>();
    try {
      CorpusFiles.forEach(
          roots,
          excluded,
          new CorpusFiles.Visitor() {
            @Override
            public void file(Path path, String name, long size) {
              if (!stop.getAsBoolean()) {
                Optional<Read> done = rest || size == 0 ? whole(path) : known(path);
                done.ifPresent(d -> files.add(entry(name, d)));
              }
            }

            @Override
            public void problem(Skip skip) {
              if (rest) {
                throw new BadInputException(
                    skip.place().toString(),
                    skip.reason().word() + "; a manifest names only what can be read");
              }
            }
          });
    } catch (IOException e) {
      throw new BadInputException(roots.getFirst().toString(), "cannot be read", e);
    }
    files.sort(ManifestFile.BY_PATH);
    return files;
  }

  private static ManifestFile entry(String name, Read read) {
    try {
      return new ManifestFile(name, read.size(), read.sha256());
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          name, e.getMessage() + "; name one folder, or paths below the working directory", e);
    }
  }

  private synchronized Optional<Read> known(Path file) {
    return Optional.ofNullable(read.get(file));
  }

  private Optional<Read> whole(Path file) {
    if (known(file).isEmpty()) {
      try (InputStream in = open(file)) {
        in.readNBytes(1); // closing reads the rest
      } catch (IOException e) {
        throw new BadInputException(file.toString(), "cannot be read", e);
      }
    }
    return known(file);
  }

  private synchronized void enter(Path file, Read now) {
    Read before = read.putIfAbsent(file, now);
    if (before != null && !before.equals(now)) {
      throw new BadInputException(
          file.toString(), "changed while it was being read; scan a copy that nothing writes to");
    }
  }

  private final class Hashing extends FilterInputStream {
    private final Path file;
    private final MessageDigest digest = sha256();
    private long size;
    private boolean failed;
    private boolean closed;

    Hashing(Path file, InputStream in) {
      super(in);
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n;
      try {
        n = in.read(buffer, offset, length);
      } catch (IOException e) {
        failed = true;
        throw e;
      }
      if (n > 0) {
        digest.update(buffer, offset, n);
        size += n;
      }
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      byte[] buffer = new byte[Math.clamp(n, 0, BUFFER)];
      return n <= 0 ? 0 : Math.max(0, read(buffer, 0, buffer.length));
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try {
        byte[] buffer = new byte[BUFFER];
        while (!failed && read(buffer, 0, BUFFER) >= 0) {
          failed = stop.getAsBoolean(); // then nobody asks for the rest
        }
      } finally {
        in.close();
      }
      if (!failed) {
        enter(file, new Read(size, HexFormat.of().formatHex(digest.digest())));
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }
}
