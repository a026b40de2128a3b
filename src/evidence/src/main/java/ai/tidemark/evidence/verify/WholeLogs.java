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
        WholeLog whole = new WholeLog(logged, documents.openings());
        try (InputStream in = bundle.open(FileName.ENTRIES)) {
          whole.addCoded(in);
        }
        whole.check();
      }
      if (directory.isPresent()) {
        WholeLog whole = new WholeLog(logged, documents.openings());
        LogReader log = LogReader.open(directory.get());
        // it may have grown since; its first entries must be those of the bundle's tree
        log.forEach(0, Math.min(log.size(), logged.head().size()), (_, entry) -> whole.add(entry));
        whole.check();
      }
      return bundle.has(FileName.ENTRIES) || directory.isPresent();
    } catch (IOException e) {
      throw new BadInputException(bundle.path().toString(), "cannot be read", e);
    }
  }
}
