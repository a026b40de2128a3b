package ai.tidemark.cli;

import ai.tidemark.scan.source.SourceLimits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What a file may cost, whatever it says of itself. */
final class SourceLimitOptions {
  private static final long MOST = (1L << 53) - 1;

  @Option(
      names = "--max-ratio",
      paramLabel = "N",
      description =
          "Decompressed bytes that a compressed byte may give, after the first MiB (default: 100).")
  private @Nullable Integer ratio;

  @Option(
      names = "--max-member",
      paramLabel = "SIZE",
      converter = SizeName.class,
      description =
          "Decompressed bytes of one member of an archive at most, for example 16MiB or 1.5GiB"
              + " (default: 256GiB).")
  private @Nullable Long memberBytes;

  @Option(
      names = "--max-file",
      paramLabel = "SIZE",
      converter = SizeName.class,
      description = "Decompressed bytes of one file at most (default: 4TiB).")
  private @Nullable Long fileBytes;

  @Option(
      names = "--max-members",
      paramLabel = "N",
      description = "Members of one archive at most (default: 100000).")
  private @Nullable Integer members;

  @Option(
      names = "--max-record",
      paramLabel = "SIZE",
      converter = SizeName.class,
      description =
          "UTF-8 bytes of one text at most, 64 to 512MiB; a longer record is skipped, a longer text"
              + " file cut into parts (default: 16MiB).")
  private @Nullable Long recordBytes;

  /** Returns the limits, each the usual one where it was not given. */
  SourceLimits limits(CommandSpec spec) {
    SourceLimits usual = SourceLimits.DEFAULT;
    return new SourceLimits(
        (int) value(spec, "--max-ratio", ratio, usual.ratio(), 1, Integer.MAX_VALUE),
        usual.grace(),
        value(spec, "--max-member", memberBytes, usual.memberBytes(), 1, MOST),
        value(spec, "--max-file", fileBytes, usual.fileBytes(), 1, MOST),
        (int) value(spec, "--max-members", members, usual.entries(), 1, Integer.MAX_VALUE),
        usual.decoderBytes());
  }

  /** Returns the bytes of a text, the usual ones where they were not given. */
  int textBytes(CommandSpec spec, int usual) {
    return (int) value(spec, "--max-record", recordBytes, usual, 64, 512 << 20);
  }

  private static long value(
      CommandSpec spec, String name, @Nullable Number given, long usual, long least, long most) {
    if (given == null) {
      return usual;
    }
    long value = given.longValue();
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(), name + " must be in " + least + ".." + most + ", but is " + value);
    }
    return value;
  }
}
