package ai.tidemark.scan.source;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The members of an archive, each read as a file of its own would be. Not thread-safe. */
final class ArchiveChunks implements Chunks {
  /** Between the name of an archive and that of a member. */
  static final String SEPARATOR = "!/";

  private final String archive;
  private final Members members;
  private final Formats formats;
  private final boolean inFile;
  private final int most;
  private final Predicate<String> chosen;
  private final LongSupplier position;
  private int count;
  private long leftOut; // members, since they were told last
  private long leftOutBytes;
  private boolean ended;
  private Optional<IOException> failure = Optional.empty();
  private Optional<Formats.Opened> open = Optional.empty();
  private Optional<Members.Member> member = Optional.empty();

  /**
   * @param inFile whether members say their sizes as they lie in the file
   * @param most members at most, those left out included
   * @param chosen members by name that are read
   * @param position tells how far the file was read, where what is left out is passed over
   */
  ArchiveChunks(
      String archive,
      Members members,
      Formats formats,
      boolean inFile,
      int most,
      Predicate<String> chosen,
      LongSupplier position) {
    this.chosen = chosen;
    this.position = position;
    this.archive = archive;
    this.members = members;
    this.formats = formats;
    this.inFile = inFile;
    this.most = most;
  }

  @Override
  public Optional<Content> next() throws IOException {
    while (true) {
      if (open.isPresent()) {
        Optional<Content> content = inner();
        if (content.isPresent()) {
          return content;
        }
      }
      if (member.isEmpty()) {
        advance();
        if (leftOut > 0) {
          Content left = new Content.LeftOut(leftOut);
          leftOut = 0;
          return Optional.of(left);
        }
      }
      if (failure.isPresent()) {
        throw failure.get();
      }
      if (ended) {
        return Optional.empty();
      }
      Members.Member found = member.orElseThrow();
      if (found.refused().isPresent()) {
        return skipped(found, found.refused().get(), found.size());
      }
      try {
        open = Optional.of(formats.member(place(found).file(), found, new Input(found.data())));
      } catch (BreakException e) {
        return skipped(found, e.reason(), found.size());
      }
    }
  }

  /** Goes to the next member that is read, or the end, or a break. */
  private void advance() {
    boolean passing = false; // over a member that is left out
    try {
      while (member.isEmpty() && !ended && failure.isEmpty()) {
        long before = position.getAsLong();
        Optional<Members.Member> next = members.next();
        leftOutBytes += passing ? position.getAsLong() - before : 0;
        passing = false;
        ended = next.isEmpty();
        if (!ended && ++count > most) {
          throw new BreakException(SkipReason.TOO_MANY_MEMBERS);
        }
        if (ended || chosen.test(next.get().name())) {
          member = next;
        } else {
          leftOut++;
          passing = true;
        }
      }
    } catch (IOException e) {
      failure = Optional.of(e);
    }
  }

  private Optional<Content> inner() throws IOException {
    Formats.Opened current = open.orElseThrow();
    Optional<Content> content;
    Optional<IOException> broke;
    try {
      content = current.chunks().next();
      broke = current.failure();
    } catch (BreakException e) {
      content = Optional.empty();
      broke = Optional.of(e);
    }
    if (content.isPresent()) {
      return content;
    }
    open = Optional.empty();
    Members.Member read = member.orElseThrow();
    member = Optional.empty();
    long left = broke.isEmpty() ? 0 : current.left(read.size());
    current.close();
    return broke.isEmpty() ? Optional.empty() : skipped(read, Skip.reason(broke.get()), left);
  }

  private Place place(Members.Member found) {
    String name = found.name();
    String shown = name.length() > SourceLimits.NAME_BYTES ? name.substring(0, 200) : name;
    return Place.whole(archive + SEPARATOR + shown);
  }

  private Optional<Content> skipped(Members.Member found, SkipReason reason, long bytes) {
    member = Optional.empty();
    return Optional.of(new Content.Skipped(new Skip(place(found), reason, bytes), inFile));
  }

  @Override
  public long leftOutBytes() {
    return leftOutBytes;
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      open.get().close();
    }
    members.close();
  }
}
