package ai.tidemark.keys.disk;

/** Who may read a file. */
public enum Access {
  /** Mode 0600. */
  OWNER,

  /** As the process's umask has it: files that a web server may hand out. */
  EVERYONE
}
