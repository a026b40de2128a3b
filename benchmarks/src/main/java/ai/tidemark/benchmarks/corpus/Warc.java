package ai.tidemark.benchmarks.corpus;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A WARC file (ISO 28500) of conversion records, each a gzip member of its own, as crawlers write
 * them.
 */
final class Warc implements Container {
  private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};
  private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String DATE = "2026-01-01T00:00:00Z";

  private final String name;
  private final OutputStream out;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final byte[] buffer = new byte[1 << 16];
  private final Utf8Text record = new Utf8Text();
  private final CRC32 crc = new CRC32();
  private long records;
  private long bytes;

  Warc(String name, OutputStream out) throws IOException {
    this.name = name;
    this.out = out;
    byte[] info = "software: generated corpus\r\n".getBytes(StandardCharsets.UTF_8);
    record("warcinfo", "application/warc-fields", info, info.length);
  }

  @Override
  public Where add(Utf8Text text) throws IOException {
    record("conversion", "text/plain", text.array(), text.size());
    return new Where(name, "row", records);
  }

  private void record(String kind, String type, byte[] body, int length) throws IOException {
    records++;
    String head =
        "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%08x-0000-4000-8000-%012x>\r\n"
            .formatted(kind, name.hashCode(), records);
    String rest =
        "WARC-Date: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(DATE, type, length);
    record.clear();
    record.add((head + rest).getBytes(StandardCharsets.UTF_8));
    record.add(body, 0, length);
    record.add(END);
    bytes += record.size();
    member();
  }

  private void member() throws IOException {
    out.write(GZIP_HEAD);
    deflater.reset();
    deflater.setInput(record.array(), 0, record.size());
    deflater.finish();
    while (!deflater.finished()) {
      int n = deflater.deflate(buffer);
      out.write(buffer, 0, n);
    }
    crc.reset();
    crc.update(record.array(), 0, record.size());
    ByteBuffer end = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    out.write(end.putInt((int) crc.getValue()).putInt(record.size()).array());
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    deflater.end();
    out.close();
  }
}
