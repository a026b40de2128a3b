package ai.tidemark.scan;

import ai.tidemark.core.text.Normalised;
import ai.tidemark.scan.source.Position;
import ai.tidemark.scan.source.Skip;
import ai.tidemark.scan.state.DocumentRow;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What one chunk came to: rows ready for the spool, skips, counts. */
final class Batch {
  final long chunkBytes;
  final Position end;
  final List<Skip> skips = new ArrayList<>();
  final ByteArrayOutputStream rows = new ByteArrayOutputStream();
  private final DataOutputStream rowData = new DataOutputStream(rows);
  long notable;
  long leftOut; // members of an archive
  long documents;
  long tokens;
  long positions;
  long changed;
  Normalised.Counts counts = Normalised.Counts.NONE;

  /**
   * @param chunkBytes what the chunk stands for
   * @param end where the corpus goes on after it
   */
  Batch(long chunkBytes, Position end) {
    this.chunkBytes = chunkBytes;
    this.end = end;
  }

  /**
   * Adds a document.
   *
   * @param scored scored positions of its raw text, repeats included
   */
  void add(DocumentRow row, int scored) {
    try {
      row.writeTo(rowData);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    documents++;
    tokens += row.tokens();
    positions += scored;
  }

  /** Notes what the normaliser did to a document. */
  void changed(Normalised.Counts done) {
    if (done.total() > 0) {
      changed++;
      counts = counts.plus(done);
    }
  }
}
