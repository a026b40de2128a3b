package ai.tidemark.benchmarks.corpus;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip archive of deflated text files. */
final class Zip implements Container {
  private static final LocalDateTime MADE = LocalDateTime.of(2026, 1, 1, 0, 0);

  private final String name;
  private final ZipOutputStream out;
  private long members;
  private long bytes;

  Zip(String name, OutputStream out) {
    this.name = name;
    this.out = new ZipOutputStream(out);
    this.out.setLevel(Deflater.BEST_SPEED);
  }

  @Override
  public Where add(Utf8Text text) throws IOException {
    String member = TextTree.member(members++);
    ZipEntry entry = new ZipEntry(member);
    entry.setTimeLocal(MADE);
    out.putNextEntry(entry);
    out.write(text.array(), 0, text.size());
    out.closeEntry();
    bytes += text.size();
    return Where.whole(name + "!/" + member);
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
