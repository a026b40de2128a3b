package ai.tidemark.scan.source;

import java.util.List;

/** Which files, and which members of archives, the globs of a selection choose. */
final class Choice {
  private final List<Glob> include;
  private final List<Glob> exclude;
  private final boolean members;

  Choice(Selection selection) {
    include = Glob.all(selection.include());
    exclude = Glob.all(selection.exclude());
    members = selection.globs() == Selection.Globs.MEMBERS;
  }

  /** What becomes of a file. */
  enum Fate {
    /** It is read. */
    READ,
    /** It is read if it is an archive: members of it may be chosen. */
    IF_ARCHIVE,
    /** It is left out. */
    LEFT_OUT
  }

  /** Returns what becomes of a file of a name. */
  Fate file(String name) {
    if (matches(exclude, name)) {
      return Fate.LEFT_OUT;
    }
    if (included(name)) {
      return Fate.READ;
    }
    return members ? Fate.IF_ARCHIVE : Fate.LEFT_OUT;
  }

  /**
   * Returns whether a member of an archive that is read is read too.
   *
   * @param archive name of the file
   * @param name of the member, as the archive has it
   */
  boolean member(String archive, String name) {
    return !members || (!matches(exclude, name) && (included(archive) || matches(include, name)));
  }

  private boolean included(String name) {
    return include.isEmpty() || matches(include, name);
  }

  private static boolean matches(List<Glob> globs, String name) {
    for (Glob glob : globs) {
      if (glob.matches(name)) {
        return true;
      }
    }
    return false;
  }
}
