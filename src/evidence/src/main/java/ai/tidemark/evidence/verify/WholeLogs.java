package ai.tidemark.evidence.verify;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.keys.log.LogReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Where a verifier has the whole log from: the bundle, or the log's own files. */
final class WholeLogs {
  private WholeLogs() {}

  /**
   * Reads the whole log where it is there.
   *
   * @return whether it was
   */
  static boolean check(
      Bundle bundle, Documents documents, LoggedRecords logged, Optional<Path> directory) {
    try {
      if (bundle.has(FileName.ENTRIES)) {
        try (InputStream in = bundle.open(FileName.ENTRIES)) {
          WholeLog.check(WholeLog.coded(in), logged, documents.openings());
        }
      }
      if (directory.isPresent()) {
        check(LogReader.open(directory.get()), documents, logged);
      }
      return bundle.has(FileName.ENTRIES) || directory.isPresent();
    } catch (IOException e) {
      throw new BadInputException(bundle.path().toString(), "cannot be read", e);
    }
  }

  /** The log may have grown since; its first entries must be those of the bundle's tree. */
  private static void check(LogReader log, Documents documents, LoggedRecords logged)
      throws IOException {
    long size = Math.min(log.size(), logged.head().size());
    long[] next = new long[1];
    WholeLog.check(
        () -> next[0] < size ? log.entry(next[0]++) : new byte[0], logged, documents.openings());
  }
}
