package ai.tidemark.keys.store;

import ai.tidemark.core.BadInputException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a BCFKS file says in the clear, read before any key derivation runs on its word: the outer
 * DER, exactly in the form this program writes it, and the cost parameters. Everything else in the
 * file is under its MAC.
 */
final class StoreHeader {
  /** Largest file, in bytes. */
  static final int MOST_BYTES = 1 << 20;

  /** Largest scrypt cost N accepted. */
  static final int MOST_COST = 1 << 18;

  /** Largest scrypt block size and parallelism accepted. */
  static final int MOST_WIDTH = 8;

  private static final int SALT_BYTES = 32;
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int INTEGER = 0x02;
  private static final int OID = 0x06;
  private static final int NULL = 0x05;
  private static final String PBES2 = "2a864886f70d01050d";
  private static final String SCRYPT = "2b06010401da47040b";
  private static final String AES256_WRAP_PAD = "608648016503040130";
  private static final String HMAC_SHA3_512 = "608648016503040210";

  private final String where;
  private final byte[] der;
  private int at;

  private StoreHeader(String where, byte[] der) {
    this.where = where;
    this.der = der;
  }

  /**
   * Refuses a file that is not of this form, or whose costs are out of bounds.
   *
   * @throws BadInputException naming the first thing wrong
   */
  static void check(String where, byte[] der) {
    if (der.length > MOST_BYTES) {
      throw new BadInputException(
          where, "has " + der.length + " bytes; a key store has at most " + MOST_BYTES);
    }
    StoreHeader header = new StoreHeader(where, der);
    int end = header.enter(SEQUENCE, der.length);
    header.require(end == der.length, "has bytes after its end");
    header.content(header.enter(SEQUENCE, end));
    header.integrity(header.enter(SEQUENCE, end));
    header.leave(end);
  }

  private void content(int end) {
    int algorithm = enter(SEQUENCE, end);
    oid(PBES2, algorithm);
    int parameters = enter(SEQUENCE, algorithm);
    scrypt(32, parameters);
    int wrap = enter(SEQUENCE, parameters);
    oid(AES256_WRAP_PAD, wrap);
    leave(wrap);
    leave(parameters);
    leave(algorithm);
    skip(OCTETS, 8, MOST_BYTES, end);
    leave(end);
  }

  private void integrity(int end) {
    int algorithm = enter(SEQUENCE, end);
    oid(HMAC_SHA3_512, algorithm);
    skip(NULL, 0, 0, algorithm);
    leave(algorithm);
    scrypt(64, end);
    skip(OCTETS, 64, 64, end);
    leave(end);
  }

  private void scrypt(int keyBytes, int outer) {
    int end = enter(SEQUENCE, outer);
    oid(SCRYPT, end);
    int parameters = enter(SEQUENCE, end);
    skip(OCTETS, SALT_BYTES, SALT_BYTES, parameters);
    int cost = integer(parameters);
    require(
        cost >= 2 && cost <= MOST_COST && Integer.bitCount(cost) == 1,
        "asks for a scrypt cost that is not a power of two in 2.." + MOST_COST);
    int block = integer(parameters);
    int parallel = integer(parameters);
    require(
        block >= 1 && block <= MOST_WIDTH && parallel >= 1 && parallel <= MOST_WIDTH,
        "asks for a scrypt block size or parallelism outside 1.." + MOST_WIDTH);
    require(integer(parameters) == keyBytes, "asks for a key of another length");
    leave(parameters);
    leave(end);
  }

  private int enter(int tag, int end) {
    require(at + 2 <= end && (der[at] & 0xff) == tag, "is not a key store of this program");
    at++;
    int length = der[at++] & 0xff;
    if (length > 0x80) {
      int bytes = length - 0x80;
      require(bytes <= 3 && at + bytes <= end, "is not a key store of this program");
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = (length << 8) | (der[at++] & 0xff);
      }
      require(
          length >= 0x80 && length >>> (8 * (bytes - 1)) != 0,
          "is not in the distinguished encoding");
    } else {
      require(length != 0x80, "is not in the distinguished encoding");
    }
    require(length <= end - at, "is cut short");
    return at + length;
  }

  private void leave(int end) {
    require(at == end, "is not a key store of this program");
  }

  private void skip(int tag, int least, int most, int outer) {
    int end = enter(tag, outer);
    require(end - at >= least && end - at <= most, "is not a key store of this program");
    at = end;
  }

  private void oid(String hex, int outer) {
    int end = enter(OID, outer);
    byte[] expected = HexFormat.of().parseHex(hex);
    require(
        Arrays.equals(der, at, end, expected, 0, expected.length),
        "uses other algorithms than scrypt, AES-256 key wrap and HMAC-SHA3-512");
    at = end;
  }

  /** Returns a positive integer, or -1 if it has more than 3 bytes or is not minimal. */
  private int integer(int outer) {
    int end = enter(INTEGER, outer);
    int length = end - at;
    boolean minimal = length == 1 || (length > 1 && (der[at] != 0 || der[at + 1] < 0));
    int value = -1;
    if (length >= 1 && length <= 3 && minimal && der[at] >= 0) {
      value = 0;
      for (int i = at; i < end; i++) {
        value = (value << 8) | (der[i] & 0xff);
      }
    }
    at = end;
    return value;
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      throw new BadInputException(where, problem);
    }
  }
}
