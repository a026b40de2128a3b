package ai.tidemark.benchmarks.corpus;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A tar archive of text files. */
final class Tar implements Container {
  private final String name;
  private final Counted counted;
  private final TarArchiveOutputStream out;
  private long members;

  Tar(String name, OutputStream out) {
    this.name = name;
    this.counted = new Counted(out);
    this.out = new TarArchiveOutputStream(counted);
  }

  @Override
  public Where add(Utf8Text text) throws IOException {
    String member = TextTree.member(members++);
    TarArchiveEntry entry = new TarArchiveEntry(member);
    entry.setSize(text.size());
    entry.setModTime(0L);
    out.putArchiveEntry(entry);
    out.write(text.array(), 0, text.size());
    out.closeArchiveEntry();
    return Where.whole(name + "!/" + member);
  }

  @Override
  public long bytes() {
    return counted.bytes();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
