package ai.tidemark.evidence.verify;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.scan.state.BlockTuples;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Scored blocks, where they lie. */
final class ScoredBlocks {
  private ScoredBlocks() {}

  /**
   * Maps the blocks of a bundle.
   *
   * @param arena shared; they stay mapped until it is closed
   * @throws BundleException {@link Code#BLOCKS_FORMAT}
   */
  static BlockTuples of(Bundle bundle, Documents documents, Arena arena) {
    return map(
        FileName.BLOCKS,
        bundle.path(),
        bundle.offset(FileName.BLOCKS),
        bundle.size(FileName.BLOCKS),
        documents,
        arena);
  }

  /** Maps a file of blocks. */
  static BlockTuples of(Path file, Documents documents, Arena arena) {
    return map(file.toString(), file, 0, file.toFile().length(), documents, arena);
  }

  private static BlockTuples map(
      String name, Path file, long offset, long size, Documents documents, Arena arena) {
    try (FileChannel channel = FileChannel.open(file)) {
      MemorySegment records = channel.map(FileChannel.MapMode.READ_ONLY, offset, size, arena);
      return BlockTuples.of(
          name, records, documents.report().tuples().level(), documents.profile().contexts());
    } catch (IOException e) {
      throw new BadInputException(name, "cannot be read", e);
    } catch (BadInputException | IllegalArgumentException e) {
      throw new BundleException(Code.BLOCKS_FORMAT, String.valueOf(e.getMessage()), e);
    }
  }
}
