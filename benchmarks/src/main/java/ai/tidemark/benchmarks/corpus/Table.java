package ai.tidemark.benchmarks.corpus;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A CSV file (RFC 4180) with the columns id and text. */
final class Table implements Container {
  private final String name;
  private final Counted out;
  private final Utf8Text row = new Utf8Text();
  private long rows;

  Table(String name, OutputStream out) throws IOException {
    this.name = name;
    this.out = new Counted(out);
    this.out.write("id,text\r\n".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Where add(Utf8Text text) throws IOException {
    row.clear();
    row.add((++rows + ",\"").getBytes(StandardCharsets.UTF_8));
    byte[] bytes = text.array();
    int from = 0;
    for (int i = 0; i < text.size(); i++) {
      if (bytes[i] == '"') {
        row.add(bytes, from, i + 1 - from);
        from = i; // the quotation mark once more
      }
    }
    row.add(bytes, from, text.size() - from);
    row.add('"');
    row.add('\r');
    row.add('\n');
    out.write(row.array(), 0, row.size());
    return new Where(name, "row", rows);
  }

  @Override
  public long bytes() {
    return out.bytes();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
