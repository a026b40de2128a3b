package ai.tidemark.scan.source;

import java.io.IOException;
import java.util.Optional;

/** The members of an archive, each read as a file of its own would be. Not thread-safe. */
final class ArchiveChunks implements Chunks {
  /** Between the name of an archive and that of a member. */
  static final String SEPARATOR = "!/";

  private final String archive;
  private final Members members;
  private final Formats formats;
  private final boolean inFile;
  private final int most;
  private int count;
  private Optional<Formats.Opened> open = Optional.empty();
  private Optional<Members.Member> member = Optional.empty();

  /**
   * @param inFile whether members say their sizes as they lie in the file
   * @param most members read at most
   */
  ArchiveChunks(String archive, Members members, Formats formats, boolean inFile, int most) {
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
      Optional<Members.Member> next = members.next();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      if (++count > most) {
        throw new BreakException(SkipReason.TOO_MANY_MEMBERS);
      }
      Members.Member found = next.get();
      member = next;
      if (found.refused().isPresent()) {
        return skipped(found.refused().get(), found.size());
      }
      try {
        open = Optional.of(formats.member(place(found).file(), found, new Input(found.data())));
      } catch (BreakException e) {
        return skipped(e.reason(), found.size());
      }
    }
  }

  private Optional<Content> inner() throws IOException {
    Formats.Opened current = open.orElseThrow();
    Optional<Content> content;
    Optional<IOException> failure;
    try {
      content = current.chunks().next();
      failure = current.failure();
    } catch (BreakException e) {
      content = Optional.empty();
      failure = Optional.of(e);
    }
    if (content.isPresent()) {
      return content;
    }
    open = Optional.empty();
    long left = failure.isEmpty() ? 0 : current.left(member.orElseThrow().size());
    current.close();
    return failure.isEmpty() ? Optional.empty() : skipped(Skip.reason(failure.get()), left);
  }

  private Place place(Members.Member found) {
    String name = found.name();
    String shown = name.length() > SourceLimits.NAME_BYTES ? name.substring(0, 200) : name;
    return Place.whole(archive + SEPARATOR + shown);
  }

  private Optional<Content> skipped(SkipReason reason, long bytes) {
    Place place = place(member.orElseThrow());
    return Optional.of(new Content.Skipped(new Skip(place, reason, bytes), inFile));
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      open.get().close();
    }
    members.close();
  }
}
