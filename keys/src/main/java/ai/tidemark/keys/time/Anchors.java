package ai.tidemark.keys.time;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A folder of checkpoints that time-stamping authorities have dated: {@code NAME.checkpoint} and,
 * for each authority, {@code NAME-AUTHORITY.tsr}, a TimeStampToken over the SHA-256 of the
 * checkpoint's bytes. What {@code evidence pack --anchors} takes.
 */
public final class Anchors {
  /** What names of authorities match. */
  public static final String AUTHORITY = "[a-z0-9_-]{1,40}";

  private static final String NAME = "[a-z0-9._]{1,80}";

  private final Path folder;
  private final List<Authority> authorities;

  /**
   * Somebody who dates.
   *
   * @param name for people and file names, see {@link #AUTHORITY}
   * @param stamper how it is asked
   * @param roots certificates that its tokens may lead to
   */
  public record Authority(String name, TimeStamper stamper, Collection<X509Certificate> roots) {
    /** Validates. */
    public Authority {
      if (!name.matches(AUTHORITY)) {
        throw new IllegalArgumentException(
            "name of an authority must match " + AUTHORITY + ", but is " + name);
      }
      roots = List.copyOf(roots);
    }
  }

  /**
   * @param folder made if missing
   * @param authorities at least one, names all different
   */
  public Anchors(Path folder, List<Authority> authorities) {
    Set<String> names = new HashSet<>();
    authorities.forEach(authority -> names.add(authority.name()));
    if (authorities.isEmpty() || names.size() != authorities.size()) {
      throw new IllegalArgumentException("authorities must be at least one, each named once");
    }
    this.folder = folder;
    this.authorities = List.copyOf(authorities);
  }

  /**
   * Has a checkpoint dated by every authority.
   *
   * @param name of the anchor: lower-case letters, digits, dots, underscores; once in the folder
   * @param note the checkpoint as a signed note
   * @param now this machine's clock, against tokens of the future
   * @return the latest true time that the tokens allow: from then on it is past by all of them
   * @throws TimeException naming the authority, if it refuses or does not answer; then nothing is
   *     written
   * @throws BadInputException if the name is taken, or a file cannot be written
   */
  public Instant date(String name, byte[] note, InstantSource now) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "name of an anchor must match " + NAME + ", but is " + name);
    }
    byte[] imprint = Digests.sha256(note);
    SortedMap<String, byte[]> tokens = new TreeMap<>();
    Instant latest = Instant.MIN;
    for (Authority authority : authorities) {
      try {
        byte[] token = authority.stamper().stamp(imprint);
        Instant time = TimeStamps.verify(token, imprint, authority.roots(), now.instant()).latest();
        latest = time.isAfter(latest) ? time : latest;
        tokens.put(name + "-" + authority.name() + ".tsr", token);
      } catch (TimeException e) {
        throw new TimeException(e.code(), authority.name() + ": " + e.getMessage(), e);
      }
    }
    write(name + ".checkpoint", note); // only now: an authority may have refused
    tokens.forEach(this::write);
    return latest;
  }

  private void write(String file, byte[] bytes) {
    Path path = folder.resolve(file);
    try {
      Files.createDirectories(folder);
      Files.write(path, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new BadInputException(
          path.toString(), "already exists; an anchor is never replaced", e);
    } catch (IOException e) {
      throw new BadInputException(path.toString(), "cannot be written", e);
    }
  }

  /**
   * Returns when a time is past by a clock, and by its whole seconds: what is done then is later
   * than it, to whoever compares the two. An interrupt ends the wait and is kept.
   */
  public static void awaitPast(Instant time, InstantSource clock) {
    Instant until = Instant.ofEpochSecond(time.getEpochSecond() + 1);
    while (clock.instant().isBefore(until) && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkUntil(until.toEpochMilli());
    }
  }
}
