package ai.tidemark.scan.source;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/** Compressions of a whole stream, told by their first bytes. */
enum Codec {
  /** RFC 1952. */
  GZIP(".gz", "\u001f\u008b\u0008"),
  /** RFC 8878. */
  ZSTD(".zst", "(\u00b5/\u00fd"),
  /** bzip2. */
  BZIP2(".bz2", "BZh"),
  /** The .xz format. */
  XZ(".xz", "\u00fd7zXZ\u0000");

  private final String suffix;
  private final String magic;

  Codec(String suffix, String magic) {
    this.suffix = suffix;
    this.magic = magic;
  }

  /** Returns the one whose magic a stream begins with. */
  static Optional<Codec> of(byte[] head) {
    for (Codec codec : values()) {
      if (startsWith(head, 0, codec.magic.chars().toArray())
          && !(codec == BZIP2 && !isBlock(head))) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }

  /** A text may begin with BZh: a level and the first block's magic, or the end's, must follow. */
  private static boolean isBlock(byte[] head) {
    return startsWith(head, 4, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59)
        || startsWith(head, 4, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90);
  }

  static boolean startsWith(byte[] head, int from, int... magic) {
    if (head.length < from + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[from + i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** Returns a name without the suffix of this compression. */
  String inner(String name) {
    boolean ends =
        name.length() > suffix.length() && name.toLowerCase(Locale.ROOT).endsWith(suffix);
    return ends ? name.substring(0, name.length() - suffix.length()) : name;
  }

  /** Returns the decompressed stream; needs memory within the limit. */
  InputStream open(Input in, SourceLimits limits) throws IOException {
    return switch (this) {
      case GZIP -> new GzipStream(in);
      case ZSTD -> {
        ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(in);
        zstd.setLongMax(31 - Integer.numberOfLeadingZeros(limits.decoderBytes()));
        yield zstd;
      }
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
      case XZ -> {
        try {
          yield new XZInputStream(in, limits.decoderBytes() >> 10);
        } catch (MemoryLimitException e) {
          throw new BreakException(SkipReason.DECODER_MEMORY);
        }
      }
    };
  }
}
