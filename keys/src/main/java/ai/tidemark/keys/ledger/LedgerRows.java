package ai.tidemark.keys.ledger;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the rows of a ledger, to open leaves with. Not thread-safe. */
public final class LedgerRows {
  private final Path folder;
  private long first = -1; // of the file kept
  private List<byte[]> lines = List.of();

  private LedgerRows(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the rows as they are now.
   *
   * @param folder of the ledger
   */
  public static LedgerRows open(Path folder) {
    return new LedgerRows(folder.resolve(Ledger.ROWS));
  }

  /**
   * Returns the row of a leaf; empty if it was erased, or the leaf says which numbers were lost.
   *
   * @param index of the leaf
   * @throws BadInputException if there is no readable line of that index
   */
  public Optional<LedgerRow> row(long index) {
    long begin = index - index % RowFiles.FULL;
    if (begin != first) {
      try {
        lines = RowFiles.split(Disk.real().read(RowFiles.file(folder, begin)));
        first = begin;
      } catch (IOException e) {
        throw new BadInputException(folder.toString(), "has no row " + index, e);
      }
    }
    int in = (int) (index - begin);
    if (in >= lines.size()) {
      throw new BadInputException(folder.toString(), "has no row " + index);
    }
    String where = RowFiles.file(folder, begin) + ":" + (in + 1);
    return switch (LedgerLine.parse(where, index, lines.get(in))) {
      case LedgerLine.Row(LedgerRow row) -> Optional.of(row);
      case LedgerLine.Erased _, LedgerLine.Lost _ -> Optional.empty();
    };
  }
}
