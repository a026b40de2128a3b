package ai.tidemark.scan.report;

import ai.tidemark.core.text.Normalised;
import java.util.Optional;

/**
 * What a scan read.
 *
 * @param files regular files met
 * @param records records and parts of text files met, skipped ones included
 * @param documents those that were scored
 * @param bytes bytes of the files read
 * @param tokens token ids of the documents
 * @param positions scored positions of the documents, repeats included
 * @param tuples distinct tuples held, wide and narrow, before any coin
 * @param digest tells two sets of tuples apart, whatever their order
 * @param samplingLevel tuples are a sample of one in 2^samplingLevel; 0 = all of them
 * @param normalised documents that the normaliser changed
 * @param removed what it removed and folded, in code points
 * @param unreadableRecords files and records that hold data nobody could read
 * @param unreadableBytes their bytes
 * @param leftOut what globs left out, where they are held against members of archives too
 */
public record CorpusTotals(
    long files,
    long records,
    long documents,
    long bytes,
    long tokens,
    long positions,
    long tuples,
    String digest,
    int samplingLevel,
    long normalised,
    Normalised.Counts removed,
    long unreadableRecords,
    long unreadableBytes,
    Optional<LeftOut> leftOut) {

  /**
   * What was not read because nobody asked for it; says nothing about completeness.
   *
   * @param files whole files
   * @param members of archives that were read
   */
  public record LeftOut(long files, long members) {}
}
