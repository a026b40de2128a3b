package ai.tidemark.benchmarks.corpus;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A Parquet file (format 2.10) with one required string column, plain encoding, zstd pages of about
 * a mebibyte, row groups of 64 of them.
 */
final class Parquet implements Container {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] COLUMN = "text".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ROOT = "schema".getBytes(StandardCharsets.US_ASCII);
  private static final int PAGE = 1 << 20;
  private static final int PAGES = 64; // of a row group
  private static final int BYTE_ARRAY = 6;
  private static final int UTF8 = 0;
  private static final int ZSTD = 6;
  private static final int PLAIN = 0;
  private static final int RLE = 3;

  private final String name;
  private final Counted out;
  private final Utf8Text page = new Utf8Text();
  private final List<byte[]> groups = new ArrayList<>();
  private int pageRows;
  private int groupPages;
  private long groupStart;
  private long groupRows;
  private long groupBytes; // headers and pages, decompressed
  private long rows;
  private long bytes;

  Parquet(String name, OutputStream out) throws IOException {
    this.name = name;
    this.out = new Counted(out);
    this.out.write(MAGIC);
    this.groupStart = MAGIC.length;
  }

  @Override
  public Where add(Utf8Text text) throws IOException {
    littleEndian(page, text.size());
    page.add(text.array(), 0, text.size());
    pageRows++;
    rows++;
    if (page.size() >= PAGE) {
      endPage();
    }
    return new Where(name, "row", rows);
  }

  private static void littleEndian(Utf8Text to, int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      to.add(value >>> shift);
    }
  }

  private void endPage() throws IOException {
    byte[] plain = page.toArray();
    byte[] packed = Zstd.compress(plain, 1);
    ThriftStruct data =
        new ThriftStruct().number(1, pageRows).number(2, PLAIN).number(3, RLE).number(4, RLE);
    byte[] header =
        new ThriftStruct()
            .number(1, 0)
            .number(2, plain.length)
            .number(3, packed.length)
            .struct(5, data)
            .bytes();
    out.write(header);
    out.write(packed);
    bytes += header.length + plain.length;
    groupBytes += header.length + plain.length;
    groupRows += pageRows;
    page.clear();
    pageRows = 0;
    if (++groupPages == PAGES) {
      endGroup();
    }
  }

  private void endGroup() {
    ThriftStruct meta =
        new ThriftStruct()
            .number(1, BYTE_ARRAY)
            .numbers(2, PLAIN)
            .texts(3, COLUMN)
            .number(4, ZSTD)
            .size(5, groupRows)
            .size(6, groupBytes)
            .size(7, out.bytes() - groupStart)
            .size(9, groupStart);
    ThriftStruct chunk = new ThriftStruct().size(2, groupStart).struct(3, meta);
    groups.add(
        new ThriftStruct()
            .structs(1, List.of(chunk.bytes()))
            .size(2, groupBytes)
            .size(3, groupRows)
            .bytes());
    groupStart = out.bytes();
    groupPages = 0;
    groupRows = 0;
    groupBytes = 0;
  }

  @Override
  public long bytes() {
    return bytes + page.size();
  }

  @Override
  public void close() throws IOException {
    if (pageRows > 0) {
      endPage();
    }
    if (groupPages > 0) {
      endGroup();
    }
    byte[] root = new ThriftStruct().text(4, ROOT).number(5, 1).bytes();
    byte[] column =
        new ThriftStruct()
            .number(1, BYTE_ARRAY)
            .number(3, 0)
            .text(4, COLUMN)
            .number(6, UTF8)
            .bytes();
    byte[] footer =
        new ThriftStruct()
            .number(1, 1)
            .structs(2, List.of(root, column))
            .size(3, rows)
            .structs(4, groups)
            .bytes();
    out.write(footer);
    Utf8Text length = new Utf8Text();
    littleEndian(length, footer.length);
    out.write(length.toArray());
    out.write(MAGIC);
    out.close();
  }
}
