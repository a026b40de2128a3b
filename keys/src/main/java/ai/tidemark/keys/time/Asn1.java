package ai.tidemark.keys.time;

import ai.tidemark.keys.time.TimeException.Code;
import java.io.IOException;
import java.security.cert.CertificateException;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.tsp.TSPException;
import org.jspecify.annotations.Nullable;

/**
 * Reads ASN.1 from strangers. First its frame is checked here (bounded size and depth, definite
 * lengths, no bytes left over), because Bouncy Castle recurses over nested values; then Bouncy
 * Castle reads it, and whichever of its many exceptions it throws becomes {@code MALFORMED}.
 */
final class Asn1 {
  private static final int DEEPEST = 32; // a token with its certificates needs about 15

  private Asn1() {}

  /** What Bouncy Castle does with the bytes. */
  interface Reading<T> {
    T read(byte[] bytes) throws IOException, TSPException, CMSException;
  }

  /** A part of what was read. */
  interface Part<T> {
    T get() throws IOException, TSPException, CMSException, CertificateException;
  }

  /**
   * Returns what a reading makes of bytes.
   *
   * @param what names them in messages
   * @throws TimeException with {@code MALFORMED}
   */
  static <T> T read(String what, byte[] bytes, Reading<T> reading) {
    if (bytes.length > TimeStamps.MOST_BYTES) {
      throw malformed(
          what, "has " + bytes.length + " bytes, more than " + TimeStamps.MOST_BYTES, null);
    }
    if (value(bytes, 0, bytes.length, 0) != bytes.length) {
      throw malformed(what, "is not one ASN.1 value in definite-length form", null);
    }
    return checked(what, () -> reading.read(bytes));
  }

  /**
   * Returns a part that Bouncy Castle reads only when asked for it.
   *
   * @throws TimeException with {@code MALFORMED}
   */
  static <T> T checked(String what, Part<T> part) {
    try {
      return part.get();
    } catch (IOException
        | TSPException
        | CMSException
        | CertificateException
        | RuntimeException e) {
      if (e instanceof TimeException said) {
        throw said;
      }
      // Bouncy Castle throws IllegalArgument, IllegalState, ClassCast, NullPointer,
      // ArrayIndexOutOfBounds and others where fields are missing or of another type.
      throw malformed(what, "cannot be read as RFC 3161, 4998 or 5280 describe them", e);
    }
  }

  private static TimeException malformed(String what, String problem, @Nullable Throwable cause) {
    return cause == null
        ? new TimeException(Code.MALFORMED, what + " " + problem)
        : new TimeException(Code.MALFORMED, what + " " + problem, cause);
  }

  /** Where the value that starts at {@code from} ends (X.690 section 8.1), or -1 if it is none. */
  private static int value(byte[] b, int from, int limit, int depth) {
    if (depth > DEEPEST || from + 2 > limit || (b[from] & 0x1f) == 0x1f) {
      return -1; // no tag above 30 occurs in tokens, certificates or evidence records
    }
    boolean constructed = (b[from] & 0x20) != 0;
    int start = from + 2;
    int length = b[from + 1] & 0xff;
    if (length > 0x7f) {
      int octets = length & 0x7f;
      if (octets == 0 || octets > 3 || start + octets > limit) {
        return -1; // 0: indefinite
      }
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = (length << 8) | (b[start++] & 0xff);
      }
    }
    if (length > limit - start) {
      return -1;
    }
    int end = start + length;
    int at = start;
    while (constructed && at < end) {
      at = value(b, at, end, depth + 1);
      if (at < 0) {
        return -1;
      }
    }
    return end;
  }
}
