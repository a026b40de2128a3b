package ai.tidemark.scan.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Which files hold their documents in a form other than the text itself, as a scan tells them. */
public final class Packed {
  private Packed() {}

  /** Returns what a file is, if it is compressed, an archive or a Parquet table. */
  public static Optional<String> of(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = new Input(in).peek();
    }
    if (ParquetChunks.is(head)) {
      return Optional.of("Parquet");
    }
    if (ZipMembers.is(head)) {
      return Optional.of("zip");
    }
    if (TarMembers.is(head)) {
      return Optional.of("tar");
    }
    return Codec.of(head).map(codec -> codec.name().toLowerCase(Locale.ROOT));
  }
}
