package ai.tidemark.scan.source;

/**
 * What a file may cost, whatever it says of itself.
 *
 * @param ratio bytes out per byte in that a decompressor may give, at least 1
 * @param grace bytes that a stream or member may give before the ratio counts
 * @param memberBytes decompressed bytes of one member of an archive at most
 * @param fileBytes decompressed bytes of one file at most
 * @param entries members of one archive at most
 * @param decoderBytes memory of a decompressor's window at most, a power of two
 */
public record SourceLimits(
    int ratio, long grace, long memberBytes, long fileBytes, int entries, int decoderBytes) {
  /** 100, after 1 MiB; 256 GiB a member, 4 TiB a file; 100,000 members; 128 MiB. */
  public static final SourceLimits DEFAULT =
      new SourceLimits(100, 1 << 20, 1L << 38, 1L << 42, 100_000, 128 << 20);

  /** Bytes of the name of a member at most, and of a place's file. */
  static final int NAME_BYTES = 4096;

  private static final long MOST = (1L << 53) - 1; // what a report can state

  /** Validates. */
  public SourceLimits {
    if (grace < 0) {
      throw new IllegalArgumentException("grace must not be negative, but is " + grace);
    }
    require("ratio", ratio);
    require("memberBytes", memberBytes);
    require("fileBytes", fileBytes);
    require("entries", entries);
    require("decoderBytes", decoderBytes);
  }

  private static void require(String name, long value) {
    if (value < 1 || value > MOST) {
      throw new IllegalArgumentException(name + " must be in 1..2^53 - 1, but is " + value);
    }
  }
}
