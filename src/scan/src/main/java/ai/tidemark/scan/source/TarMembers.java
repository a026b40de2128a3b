package ai.tidemark.scan.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The files of a tar archive: ustar, GNU and pax. Long names and pax headers are kept up to a cap;
 * links, devices and sparse files are named but never followed or filled. Not thread-safe.
 */
final class TarMembers implements Members {
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;
  private static final int META_BYTES = 1 << 20;

  private final Input in;
  private long left; // of the member in hand, padding included
  private long data; // of the member in hand

  TarMembers(Input in) {
    this.in = in;
  }

  /** Returns whether a block begins an archive. */
  static boolean is(byte[] head) {
    return head.length >= BLOCK && head[0] != 0 && checksum(head);
  }

  private static boolean checksum(byte[] block) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean inside = i >= CHECKSUM && i < CHECKSUM + 8;
      sum += inside ? ' ' : block[i] & 0xff;
    }
    return number(block, CHECKSUM, 8) == sum;
  }

  /** Returns a number in octal, or in base 256 where its first bit is set; -1 if it is neither. */
  private static long number(byte[] block, int from, int length) {
    if ((block[from] & 0x80) != 0) {
      long value = block[from] & 0x7f;
      for (int i = from + 1; i < from + length; i++) {
        if (value >> 54 != 0) {
          return -1;
        }
        value = (value << 8) | (block[i] & 0xff);
      }
      return value;
    }
    String digits = new String(block, from, length, StandardCharsets.ISO_8859_1);
    int end = digits.indexOf(0);
    digits = (end < 0 ? digits : digits.substring(0, end)).strip();
    if (!digits.matches("[0-7]*")) {
      return -1;
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  @Override
  public Optional<Member> next() throws IOException {
    Optional<String> name = Optional.empty();
    long size = -1;
    boolean sparse = false;
    boolean longName = false;
    byte[] block = new byte[BLOCK];
    while (true) {
      pass();
      int read = in.fill(block, 0, BLOCK);
      if ((read == 0 && in.failure().isEmpty()) || (read == BLOCK && isZero(block))) {
        return Optional.empty();
      }
      if (read < BLOCK) {
        throw new BreakException(SkipReason.TRUNCATED);
      }
      long said = number(block, 124, 12);
      if (!checksum(block) || said < 0) {
        throw new BreakException(SkipReason.CORRUPT);
      }
      char type = (char) block[156];
      begin("123456".indexOf(type) >= 0 ? 0 : "xgLK".indexOf(type) >= 0 || size < 0 ? said : size);
      switch (type) {
        case 'x' -> {
          Pax pax = Pax.of(meta());
          name = pax.name();
          size = pax.size();
          sparse = pax.sparse();
          longName = said > META_BYTES;
        }
        case 'L' -> {
          String text = new String(meta(), StandardCharsets.UTF_8);
          name = Optional.of(text.replaceAll("\0+$", ""));
          longName = said > META_BYTES;
        }
        case 'K', 'g' -> {}
        case '5' -> {
          name = Optional.empty();
          size = -1;
        }
        default -> {
          String own = name.orElseGet(() -> name(block));
          return Optional.of(member(type, block, own, sparse, longName));
        }
      }
    }
  }

  private Member member(char type, byte[] block, String name, boolean sparse, boolean longName)
      throws IOException {
    Optional<SkipReason> refused = Optional.empty();
    if (longName || name.getBytes(StandardCharsets.UTF_8).length > SourceLimits.NAME_BYTES) {
      refused = Optional.of(SkipReason.NAME_TOO_LONG);
    } else if (type == 'S' || sparse) {
      boolean more = type == 'S' && block[482] != 0;
      byte[] extension = new byte[BLOCK];
      while (more && in.fill(extension, 0, BLOCK) == BLOCK) {
        more = extension[504] != 0;
      }
      refused = Optional.of(SkipReason.UNSUPPORTED);
    } else if (type != '0' && type != 0 && type != '7') {
      refused = Optional.of(SkipReason.LINK_MEMBER);
    }
    String kept = name.length() > 200 && longName ? name.substring(0, 200) : name;
    long size = data;
    return new Member(kept, size, () -> size - data, new Data(), refused);
  }

  private static String name(byte[] block) {
    String name = text(block, 0, 100);
    boolean ustar = block[257] == 'u' && block[262] == 0;
    String prefix = ustar ? text(block, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] block, int from, int length) {
    int to = from;
    while (to < from + length && block[to] != 0) {
      to++;
    }
    return new String(block, from, to - from, StandardCharsets.UTF_8);
  }

  private static boolean isZero(byte[] block) {
    return Arrays.equals(block, new byte[BLOCK]);
  }

  private void begin(long size) {
    data = size;
    left = Math.addExact(size, (BLOCK - size % BLOCK) % BLOCK);
  }

  /** Returns the data of a header that names things, cut at the cap. */
  private byte[] meta() throws IOException {
    return new Data().readNBytes(META_BYTES);
  }

  /** Passes over what is left of the member in hand. */
  private void pass() throws IOException {
    byte[] rest = new byte[1 << 16];
    while (left > 0) {
      int read = in.read(rest, 0, (int) Math.min(rest.length, left));
      if (read < 0) {
        throw new BreakException(SkipReason.TRUNCATED);
      }
      left -= read;
    }
    data = 0;
  }

  /** The data of the member in hand. */
  private final class Data extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      if (data == 0) {
        return -1;
      }
      int read = in.read(b, off, (int) Math.min(len, data));
      if (read < 0) {
        throw new BreakException(SkipReason.TRUNCATED);
      }
      data -= read;
      left -= read;
      return read;
    }
  }

  /** What a pax header says of the next member. */
  private record Pax(Optional<String> name, long size, boolean sparse) {
    static Pax of(byte[] records) throws IOException {
      Optional<String> name = Optional.empty();
      long size = -1;
      boolean sparse = false;
      int at = 0;
      while (at < records.length && records[at] != 0) {
        int space = at;
        while (space < records.length && space < at + 10 && records[space] != ' ') {
          space++;
        }
        String digits = new String(records, at, space - at, StandardCharsets.ISO_8859_1);
        if (!digits.matches("[0-9]{1,9}")) {
          throw new BreakException(SkipReason.CORRUPT);
        }
        int end = at + Integer.parseInt(digits);
        if (end > records.length && records.length == META_BYTES) {
          break; // cut at the cap: the member is refused
        }
        if (end > records.length || end <= space + 1) {
          throw new BreakException(SkipReason.CORRUPT);
        }
        String record =
            new String(records, space + 1, end - 1 - (space + 1), StandardCharsets.UTF_8);
        if (record.startsWith("path=")) {
          name = Optional.of(record.substring(5));
        } else if (record.matches("size=[0-9]{1,15}")) {
          size = Long.parseLong(record.substring(5));
        } else if (record.startsWith("GNU.sparse.")) {
          sparse = true;
        }
        at = end;
      }
      return new Pax(name, size, sparse);
    }
  }
}
