package ai.tidemark.benchmarks.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of text files, a thousand to a subfolder. */
final class TextTree implements Container {
  private static final int FOLDER = 1000;

  private final String name;
  private final Path folder;
  private long files;
  private long bytes;

  TextTree(String name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  static String member(long number) {
    return number / FOLDER + "/" + number % FOLDER + ".txt";
  }

  @Override
  public Where add(Utf8Text text) throws IOException {
    String member = member(files);
    Path file = folder.resolve(member);
    if (files++ % FOLDER == 0) {
      Files.createDirectories(folder.resolve(member).resolveSibling(""));
    }
    Files.write(file, text.toArray());
    bytes += text.size();
    return Where.whole(name + "/" + member);
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {}
}
