package ai.tidemark.scan.clean;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What compressed files and archives begin with. */
final class Magic {
  private static final int TAR_AT = 257;
  private static final byte[] TAR = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final Map<String, String> STARTS =
      new TreeMap<>(
          Map.of(
              "1f8b", "gzip",
              "28b52ffd", "zstd",
              "425a68", "bzip2",
              "fd377a585a00", "xz",
              "504b0304", "zip",
              "50415231", "Parquet"));

  private Magic() {}

  /** Returns what a file is, if it is compressed or an archive. */
  static Optional<String> of(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(TAR_AT + TAR.length);
    }
    for (Map.Entry<String, String> entry : STARTS.entrySet()) {
      byte[] magic = HexFormat.of().parseHex(entry.getKey());
      if (start.length >= magic.length
          && Arrays.equals(start, 0, magic.length, magic, 0, magic.length)) {
        return Optional.of(entry.getValue());
      }
    }
    boolean tar =
        start.length == TAR_AT + TAR.length
            && Arrays.equals(start, TAR_AT, start.length, TAR, 0, TAR.length);
    return tar ? Optional.of("tar") : Optional.empty();
  }
}
