package ai.tidemark.scan.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;

/** A decompressor whose failures are told apart, whatever they are. */
final class Decoded extends InputStream {
  private static final int CALL_BYTES = 16 << 10;

  private final InputStream in;

  Decoded(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    try {
      // Some decoders drop what they decoded in the call that breaks; so each call is short.
      return in.read(b, off, Math.min(len, CALL_BYTES));
    } catch (BreakException e) {
      throw e;
    } catch (IOException e) {
      throw new BreakException(reason(e));
    } catch (RuntimeException e) {
      // Decoders that were not written for hostile bytes leave by an index out of range.
      throw new BreakException(SkipReason.CORRUPT);
    }
  }

  /** Returns what a decompressor's failure means. */
  static SkipReason reason(IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (failure instanceof EOFException
        || message.contains("truncated")
        || message.contains("unexpected end")) {
      return SkipReason.TRUNCATED;
    }
    if (failure instanceof MemoryLimitException || message.contains("requires too much memory")) {
      return SkipReason.DECODER_MEMORY;
    }
    return failure instanceof UnsupportedOptionsException
        ? SkipReason.UNSUPPORTED
        : SkipReason.CORRUPT;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
