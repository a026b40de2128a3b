package ai.tidemark.scan.source;

import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.ColumnSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** A column of strings in a Parquet file. Not thread-safe. */
final class ParquetChunks implements Chunks {
  private static final int MAGIC_BYTES = 4;
  private static final int FOOTER_BYTES = 8;
  private static final int MOST_FOOTER = 64 << 20;
  private static final int BATCH_BYTES = 64 << 20;
  private static final int MOST_ROWS = 1024;

  private final long size;
  private final Rows rows;
  private final HardwoodContext context;
  private final ParquetFileReader reader;
  private final Optional<ColumnReader> column;
  private final String file;
  private final SkipReason problem;
  private long total;
  private long row;
  private int at; // in the batch
  private int count; // of the batch
  private boolean begun;

  /**
   * Opens a file.
   *
   * @param column name, or dotted path, of the column
   * @throws BreakException if it is no Parquet file that can be read
   */
  ParquetChunks(String file, Path path, String column, SourceRules rules) throws IOException {
    this.file = file;
    this.rows = new Rows(file);
    Ranges ranges = new Ranges(path);
    size = ranges.length();
    HardwoodContext opened = HardwoodContext.create(1);
    try {
      ranges.checkFooter();
      context = opened;
      reader = ParquetFileReader.open(ranges, opened);
      Optional<ColumnSchema> schema = column(reader.getFileSchema().getColumns(), column);
      problem = schema.isEmpty() ? SkipReason.MISSING_FIELD : SkipReason.NOT_A_STRING;
      total = reader.getFileMetaData().numRows();
      Optional<ColumnSchema> strings =
          schema.filter(s -> s.type() == PhysicalType.BYTE_ARRAY && s.maxRepetitionLevel() == 0);
      this.column =
          strings.isEmpty() ? Optional.empty() : Optional.of(open(ranges, strings.get(), rules));
    } catch (IOException e) {
      closeQuietly(opened, ranges);
      throw e instanceof BreakException ? e : new BreakException(SkipReason.CORRUPT);
    } catch (RuntimeException e) {
      closeQuietly(opened, ranges);
      throw new BreakException(SkipReason.CORRUPT);
    }
  }

  private static void closeQuietly(HardwoodContext context, Ranges ranges) throws IOException {
    context.close();
    ranges.close();
  }

  /** Returns whether a file begins as Parquet does. */
  static boolean is(byte[] head) {
    return Codec.startsWith(head, 0, 'P', 'A', 'R', '1');
  }

  private static Optional<ColumnSchema> column(List<ColumnSchema> columns, String name) {
    return columns.stream().filter(c -> c.fieldPath().toString().equals(name)).findFirst();
  }

  /** Opens a column in batches whose bytes are bounded, however often a value comes again. */
  private ColumnReader open(Ranges ranges, ColumnSchema schema, SourceRules rules)
      throws IOException {
    long largest =
        ParquetPages.check(
            ranges, reader.getFileMetaData().rowGroups(), schema.columnIndex(), rules.limits());
    int batch = Math.clamp(BATCH_BYTES / (largest + 1), 1, MOST_ROWS);
    return reader.buildColumnReader(schema.columnIndex()).batchSize(batch).build();
  }

  /** Returns the part of the file's bytes that the rows read so far are of all rows. */
  long used() {
    return total == 0 ? size : (long) ((double) size * Math.min(row, total) / total);
  }

  @Override
  public Optional<Content> next() throws IOException {
    if (column.isEmpty()) {
      boolean first = !begun;
      begun = true;
      Skip skip = new Skip(Place.whole(file), problem, size);
      return first ? Optional.of(new Content.Skipped(skip, true)) : Optional.empty();
    }
    try {
      while (!rows.isFull() && (at < count || nextBatch(column.get()))) {
        add(column.get());
      }
    } catch (RuntimeException e) {
      throw new BreakException(SkipReason.CORRUPT);
    }
    return rows.take();
  }

  private boolean nextBatch(ColumnReader values) {
    if (!values.nextBatch()) {
      return false;
    }
    at = 0;
    count = values.getRecordCount();
    return true;
  }

  private void add(ColumnReader values) {
    byte[] data = values.getBinaryValues();
    int[] offsets = values.getBinaryOffsets();
    Validity valid = values.getLeafValidity();
    while (at < count && !rows.isFull()) {
      row++;
      if (valid.isNull(at)) {
        rows.skip(row, SkipReason.MISSING_FIELD, 1);
      } else {
        int length = offsets[at + 1] - offsets[at];
        rows.text(row, data, offsets[at], offsets[at + 1], length + 4L);
      }
      at++;
    }
  }

  @Override
  public void close() throws IOException {
    column.ifPresent(ColumnReader::close);
    reader.close();
    context.close();
  }

  /** A file in ranges, each checked against what is there; nothing is mapped. */
  private static final class Ranges implements InputFile {
    private static final int MOST_RANGE = 512 << 20;

    private final Path path;
    private final FileChannel channel;

    Ranges(Path path) throws IOException {
      this.path = path;
      this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    void checkFooter() throws IOException {
      long length = length();
      if (length < 2 * MAGIC_BYTES + FOOTER_BYTES) {
        throw new BreakException(SkipReason.TRUNCATED);
      }
      ByteBuffer end = readRange(length - FOOTER_BYTES, FOOTER_BYTES);
      byte[] magic = new byte[MAGIC_BYTES];
      end.get(4, magic);
      if (!is(magic)) {
        throw new BreakException(SkipReason.TRUNCATED);
      }
      long footer = Integer.reverseBytes(end.getInt(0)) & 0xFFFFFFFFL;
      if (footer > MOST_FOOTER || footer > length - FOOTER_BYTES - MAGIC_BYTES) {
        throw new BreakException(SkipReason.CORRUPT);
      }
      ThriftWalk.check(readRange(length - FOOTER_BYTES - footer, (int) footer));
    }

    @Override
    public void open() {}

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
      if (offset < 0 || length < 0 || length > MOST_RANGE || offset > length() - length) {
        throw new BreakException(SkipReason.CORRUPT);
      }
      ByteBuffer buffer = ByteBuffer.allocate(length);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, offset + buffer.position()) < 0) {
          throw new BreakException(SkipReason.TRUNCATED);
        }
      }
      return buffer.flip();
    }

    @Override
    public long length() throws IOException {
      return channel.size();
    }

    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
