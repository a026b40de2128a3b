package ai.tidemark.evidence.bundle;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.Merkle;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A bundle on disk whose archive is well-formed. Small files are held; the scored blocks and the
 * log's entries are hashed and left where they are. Nothing is verified.
 */
public final class Bundle {
  /** Bytes of a file that is held, at most. */
  public static final int MOST_HELD = 1 << 26;

  /** Bytes of the envelope at most: it is parsed before any signature is looked at. */
  private static final int MOST_ENVELOPE = 1 << 24;

  private static final long MOST_HELD_TOGETHER = 1L << 28;

  private final Path path;
  private final Map<String, Stored> files;

  private Bundle(Path path, Map<String, Stored> files) {
    this.path = path;
    this.files = files;
  }

  /**
   * A file of the archive.
   *
   * @param size in bytes
   * @param sha256 hex
   * @param offset of its first byte in the archive
   * @param content empty where it is not held
   */
  record Stored(long size, String sha256, long offset, Optional<byte[]> content) {}

  /**
   * Reads an archive from beginning to end.
   *
   * @throws BundleException if it breaks a rule of the archive, or has a file that no bundle has
   * @throws BadInputException if it cannot be read
   */
  public static Bundle read(Path path) {
    Map<String, Stored> files = new TreeMap<>();
    long[] held = new long[1];
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      ArchiveReader.read(
          in,
          (name, size, offset, content) -> {
            if (!FileName.known(name)) {
              throw new BundleException(Code.FILE_UNKNOWN, name + " is no file of a bundle");
            }
            boolean streamed = FileName.streamed(name);
            held[0] += streamed ? 0 : size;
            long most = name.equals(FileName.STATEMENT) ? MOST_ENVELOPE : MOST_HELD;
            if (!streamed && (size > most || held[0] > MOST_HELD_TOGETHER)) {
              throw new BundleException(Code.ARCHIVE_LIMIT, name + " makes the bundle too large");
            }
            files.put(name, streamed ? hashed(size, offset, content) : held(size, offset, content));
          });
    } catch (NoSuchFileException e) {
      throw new BadInputException(path.toString(), "does not exist", e);
    } catch (IOException e) {
      throw new BadInputException(path.toString(), "cannot be read", e);
    }
    for (String name : FileName.required()) {
      if (!files.containsKey(name)) {
        throw new BundleException(Code.FILE_MISSING, "the bundle has no " + name);
      }
    }
    return new Bundle(path, files);
  }

  private static Stored held(long size, long offset, InputStream content) throws IOException {
    byte[] bytes = content.readAllBytes();
    String hash = HexFormat.of().formatHex(Merkle.sha256(bytes));
    return new Stored(size, hash, offset, Optional.of(bytes));
  }

  private static Stored hashed(long size, long offset, InputStream content) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return new Stored(size, HexFormat.of().formatHex(digest.digest()), offset, Optional.empty());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  /** Returns where it lies. */
  public Path path() {
    return path;
  }

  /** Returns the names of its files, ascending. */
  public List<String> names() {
    return List.copyOf(files.keySet());
  }

  /** Returns whether it has a file. */
  public boolean has(String name) {
    return files.containsKey(name);
  }

  /** Returns a file that is held. */
  public byte[] bytes(String name) {
    return stored(name)
        .content()
        .orElseThrow(() -> new IllegalArgumentException(name + " is not held"))
        .clone();
  }

  /** Returns the size of a file. */
  public long size(String name) {
    return stored(name).size();
  }

  /** Returns the SHA-256 of a file, hex. */
  public String sha256(String name) {
    return stored(name).sha256();
  }

  /** Returns where a file begins in the archive. */
  public long offset(String name) {
    return stored(name).offset();
  }

  /**
   * Opens a file, held or not, where it lies; the caller closes it.
   *
   * @throws IOException if the bundle cannot be read
   */
  public InputStream open(String name) throws IOException {
    Stored stored = stored(name);
    FileChannel channel = FileChannel.open(path);
    channel.position(stored.offset());
    InputStream archive = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    return new ArchivedFile(archive, name, stored.size());
  }

  /** Returns every file but the envelope as the statement lists it. */
  public List<Statement.Entry> entries() {
    List<Statement.Entry> entries = new ArrayList<>();
    files.forEach(
        (name, file) -> {
          if (!name.equals(FileName.STATEMENT)) {
            entries.add(new Statement.Entry(name, file.size(), file.sha256()));
          }
        });
    return entries;
  }

  private Stored stored(String name) {
    Stored stored = files.get(name);
    if (stored == null) {
      throw new IllegalArgumentException("the bundle has no " + name);
    }
    return stored;
  }
}
