package ai.tidemark.scan.source;

import dev.hardwood.InputFile;
import dev.hardwood.internal.metadata.PageHeader;
import dev.hardwood.internal.thrift.OffsetIndexReader;
import dev.hardwood.internal.thrift.PageHeaderReader;
import dev.hardwood.internal.thrift.ThriftCompactReader;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.PageLocation;
import dev.hardwood.metadata.RowGroup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Walks the page headers of a column before anything is decompressed: hardwood allocates what they
 * say. With its internal readers of the pinned version, since Parquet's metadata is read nowhere
 * else.
 */
final class ParquetPages {
  private static final int HEADER_BYTES = 64 << 10;
  private static final int LARGEST_PAGE = 64 << 20;
  private static final int MOST_PAGE_VALUES = 16 << 20;

  private final InputFile file;
  private final SourceLimits limits;
  private long largest;

  private ParquetPages(InputFile file, SourceLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  /**
   * Checks a column.
   *
   * @param column its index
   * @return decompressed bytes of its largest page, more than any value of it takes
   * @throws BreakException if its pages are not where or what the file says, or cost too much
   */
  static long check(InputFile file, List<RowGroup> groups, int column, SourceLimits limits)
      throws IOException {
    ParquetPages pages = new ParquetPages(file, limits);
    for (RowGroup group : groups) {
      pages.check(group.columns().get(column), group.numRows());
    }
    return pages.largest;
  }

  private void check(ColumnChunk chunk, long rows) throws IOException {
    ColumnMetaData data = chunk.metaData();
    long at = chunk.chunkStartOffset();
    long end = at + data.totalCompressedSize();
    if (at < 0 || data.totalCompressedSize() < 0 || end > file.length() || end < at) {
      throw new BreakException(SkipReason.CORRUPT);
    }
    Set<Long> starts = new HashSet<>();
    long values = 0;
    while (at < end && values < data.numValues()) {
      starts.add(at);
      ByteBuffer bytes = file.readRange(at, (int) Math.min(HEADER_BYTES, end - at));
      ThriftWalk.check(bytes);
      ThriftCompactReader reader = new ThriftCompactReader(bytes);
      PageHeader header = PageHeaderReader.read(reader);
      values += check(header);
      at += reader.getBytesRead() + (long) header.compressedPageSize();
    }
    if (at > end || values != data.numValues() || values != rows) {
      throw new BreakException(SkipReason.CORRUPT);
    }
    checkIndex(chunk, starts);
  }

  /** Checks a page; returns how many values it holds, 0 for a dictionary. */
  private int check(PageHeader header) throws BreakException {
    long in = header.compressedPageSize();
    long out = header.uncompressedPageSize();
    if (in < 0 || out < 0) {
      throw new BreakException(SkipReason.CORRUPT);
    }
    if (out > limits.grace() && out / limits.ratio() > in) {
      throw new BreakException(SkipReason.RATIO);
    }
    if (out > LARGEST_PAGE || in > LARGEST_PAGE) {
      throw new BreakException(SkipReason.OVER_CAP);
    }
    largest = Math.max(largest, out);
    int values = 0;
    if (header.dataPageHeader() != null) {
      values = header.dataPageHeader().numValues();
    } else if (header.dataPageHeaderV2() != null) {
      values = header.dataPageHeaderV2().numValues();
    } else if (header.dictionaryPageHeader() != null) {
      requireCount(header.dictionaryPageHeader().numValues(), out / 4);
    }
    requireCount(values, MOST_PAGE_VALUES);
    return values;
  }

  private static void requireCount(int values, long most) throws BreakException {
    if (values < 0 || values > most) {
      throw new BreakException(SkipReason.CORRUPT);
    }
  }

  /** The index of a column may only name pages that were walked. */
  private void checkIndex(ColumnChunk chunk, Set<Long> starts) throws IOException {
    if (chunk.offsetIndexOffset() == null || chunk.offsetIndexLength() == null) {
      return;
    }
    ByteBuffer bytes = file.readRange(chunk.offsetIndexOffset(), chunk.offsetIndexLength());
    ThriftWalk.check(bytes);
    for (PageLocation page :
        OffsetIndexReader.read(new ThriftCompactReader(bytes)).pageLocations()) {
      if (!starts.contains(page.offset()) || page.compressedPageSize() < 0) {
        throw new BreakException(SkipReason.CORRUPT);
      }
    }
  }
}
