package ai.tidemark.scan.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The files of a zip archive by its directory, stored or deflated, zip64 included. The directory is
 * read entry by entry, never as a whole; members may not share bytes. Not thread-safe.
 */
final class ZipMembers implements Members {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final long NONE_32 = 0xFFFFFFFFL;

  private final FileChannel channel;
  private final SourceLimits limits;
  private final Predicate<String> chosen;
  private final long directory; // where it begins
  private final long directoryEnd;
  private final TreeMap<Long, Long> used = new TreeMap<>(); // end of each member by its start
  private long at; // in the directory
  private long taken; // bytes of members that were read

  /**
   * Opens an archive.
   *
   * @param chosen members by name that are read; of others nothing but the directory is
   * @throws BreakException if it has no directory
   */
  ZipMembers(Path file, SourceLimits limits, Predicate<String> chosen) throws IOException {
    this.limits = limits;
    this.chosen = chosen;
    channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      long end = end();
      ByteBuffer record = read(end, END_BYTES);
      long size = unsigned(record.getInt(12));
      long start = unsigned(record.getInt(16));
      Optional<ByteBuffer> end64 = end64(end);
      if (end64.isPresent()) {
        size = end64.get().getLong(40);
        start = end64.get().getLong(48);
      }
      if (start < 0 || size < 0 || start > end || size > end - start) {
        throw new BreakException(SkipReason.CORRUPT);
      }
      directory = start;
      directoryEnd = start + size;
      at = start;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns whether a file begins as an archive does. */
  static boolean is(byte[] head) {
    return Codec.startsWith(head, 0, 'P', 'K', 3, 4) || Codec.startsWith(head, 0, 'P', 'K', 5, 6);
  }

  /** Returns how many bytes of members were read. */
  long taken() {
    return taken;
  }

  private static long unsigned(int value) {
    return value & NONE_32;
  }

  private ByteBuffer read(long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new BreakException(SkipReason.TRUNCATED);
      }
    }
    return buffer.flip();
  }

  /** Returns where the end record is: the last one whose comment fills the file. */
  private long end() throws IOException {
    long size = channel.size();
    int tail = (int) Math.min(size, END_BYTES + 0xFFFF);
    ByteBuffer buffer = read(size - tail, tail);
    for (int i = tail - END_BYTES; i >= 0; i--) {
      boolean fits = i + END_BYTES + (buffer.getShort(i + 20) & 0xFFFF) <= tail;
      if (buffer.getInt(i) == END && fits) {
        return size - tail + i;
      }
    }
    throw new BreakException(SkipReason.TRUNCATED);
  }

  private Optional<ByteBuffer> end64(long end) throws IOException {
    if (end < LOCATOR_64_BYTES) {
      return Optional.empty();
    }
    ByteBuffer locator = read(end - LOCATOR_64_BYTES, LOCATOR_64_BYTES);
    if (locator.getInt(0) != LOCATOR_64) {
      return Optional.empty();
    }
    long position = locator.getLong(8);
    if (position < 0 || position > end - 56) {
      throw new BreakException(SkipReason.CORRUPT);
    }
    ByteBuffer record = read(position, 56);
    if (record.getInt(0) != END_64) {
      throw new BreakException(SkipReason.CORRUPT);
    }
    return Optional.of(record);
  }

  @Override
  public Optional<Member> next() throws IOException {
    while (at + ENTRY_BYTES <= directoryEnd) {
      ByteBuffer entry = read(at, ENTRY_BYTES);
      if (entry.getInt(0) != ENTRY) {
        throw new BreakException(SkipReason.CORRUPT);
      }
      int nameBytes = entry.getShort(28) & 0xFFFF;
      int extraBytes = entry.getShort(30) & 0xFFFF;
      int commentBytes = entry.getShort(32) & 0xFFFF;
      if (at + ENTRY_BYTES + nameBytes + extraBytes > directoryEnd) {
        throw new BreakException(SkipReason.CORRUPT);
      }
      ByteBuffer rest = read(at + ENTRY_BYTES, nameBytes + extraBytes);
      at += ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
      byte[] bytes = new byte[nameBytes];
      rest.get(0, bytes);
      String name = name(bytes);
      if (!name.endsWith("/")) {
        Sizes sizes = Sizes.of(entry, rest.position(nameBytes));
        return Optional.of(
            chosen.test(name)
                ? member(entry, name, nameBytes, sizes)
                : unread(name, sizes, Optional.empty()));
      }
    }
    return Optional.empty();
  }

  private static String name(byte[] bytes) {
    boolean utf8 = Utf8.isWellFormed(bytes, 0, bytes.length);
    return new String(bytes, utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }

  private Member member(ByteBuffer entry, String name, int nameBytes, Sizes sizes)
      throws IOException {
    int method = entry.getShort(10);
    boolean unix = entry.get(5) == 3;
    int kind = (entry.getInt(38) >>> 16) & 0xF000;
    Optional<SkipReason> refused = Optional.empty();
    long from = -1;
    if (nameBytes > SourceLimits.NAME_BYTES) {
      refused = Optional.of(SkipReason.NAME_TOO_LONG);
    } else if (unix && kind != 0 && kind != 0x8000) {
      refused = Optional.of(SkipReason.LINK_MEMBER);
    } else if ((entry.getShort(8) & 1) != 0 || (method != 0 && method != 8)) {
      refused = Optional.of(SkipReason.UNSUPPORTED);
    } else {
      from = start(sizes);
      refused = from < 0 ? Optional.of(SkipReason.CORRUPT) : claim(sizes.local(), from, sizes);
    }
    if (refused.isPresent()) {
      return unread(name, sizes, refused);
    }
    Range range = new Range(from, sizes.compressed());
    Inflater inflater = new Inflater(true);
    InputStream plain = method == 0 ? range : new InflaterInputStream(range, inflater, 1 << 16);
    InputStream data = new Checked(plain, sizes.plain(), unsigned(entry.getInt(16)));
    long before = taken;
    InputStream capped = new Capped(data, () -> taken - before, limits, limits.memberBytes());
    LongSupplier used = method == 0 ? () -> taken - before : inflater::getBytesRead;
    return new Member(name, sizes.compressed(), used, capped, refused);
  }

  private Member unread(String name, Sizes sizes, Optional<SkipReason> refused) {
    long size = Math.clamp(sizes.compressed(), 0, directory);
    return new Member(name, size, () -> 0, InputStream.nullInputStream(), refused);
  }

  /** Returns where a member's data begin, or -1 if there is no member. */
  private long start(Sizes sizes) throws IOException {
    long local = sizes.local();
    if (local < 0 || local > directory - LOCAL_BYTES || sizes.compressed() < 0) {
      return -1;
    }
    ByteBuffer header = read(local, LOCAL_BYTES);
    long from =
        local + LOCAL_BYTES + (header.getShort(26) & 0xFFFF) + (header.getShort(28) & 0xFFFF);
    boolean fits = from <= directory && sizes.compressed() <= directory - from;
    return header.getInt(0) == LOCAL && fits ? from : -1;
  }

  /** Notes the bytes of a member; returns what is wrong if another has some of them. */
  private Optional<SkipReason> claim(long local, long from, Sizes sizes) {
    long end = from + sizes.compressed();
    Map.Entry<Long, Long> before = used.lowerEntry(end);
    if (before != null && before.getValue() > local) {
      return Optional.of(SkipReason.OVERLAPPING);
    }
    used.put(local, end);
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Sizes of a member and where its own header is. */
  private record Sizes(long compressed, long plain, long local) {
    static Sizes of(ByteBuffer entry, ByteBuffer extra) {
      long compressed = unsigned(entry.getInt(20));
      long plain = unsigned(entry.getInt(24));
      long local = unsigned(entry.getInt(42));
      while (extra.remaining() >= 4) {
        int id = extra.getShort() & 0xFFFF;
        int length = Math.min(extra.getShort() & 0xFFFF, extra.remaining());
        int end = extra.position() + length;
        if (id == 1) {
          plain = plain == NONE_32 && end - extra.position() >= 8 ? extra.getLong() : plain;
          compressed =
              compressed == NONE_32 && end - extra.position() >= 8 ? extra.getLong() : compressed;
          local = local == NONE_32 && end - extra.position() >= 8 ? extra.getLong() : local;
        }
        extra.position(end);
      }
      return new Sizes(compressed, plain, local);
    }
  }

  /** Bytes of the file. */
  private final class Range extends InputStream {
    private long position;
    private long left;

    Range(long from, long length) {
      position = from;
      left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = channel.read(ByteBuffer.wrap(b, off, (int) Math.min(len, left)), position);
      if (read < 0) {
        throw new BreakException(SkipReason.TRUNCATED);
      }
      position += read;
      left -= read;
      taken += read;
      return read;
    }
  }

  /** Breaks where a member is not what the directory says. */
  private static final class Checked extends InputStream {
    private final InputStream in;
    private final long size;
    private final long sum;
    private final CRC32 crc = new CRC32();
    private long count;

    Checked(InputStream in, long size, long sum) {
      this.in = in;
      this.size = size;
      this.sum = sum;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      int read;
      try {
        read = in.read(b, off, len);
      } catch (BreakException e) {
        throw e;
      } catch (IOException e) {
        throw new BreakException(SkipReason.CORRUPT);
      }
      if (read > 0) {
        crc.update(b, off, read);
        count += read;
      }
      boolean wrong = read < 0 && (count != size || crc.getValue() != sum);
      if (wrong || count > size) {
        throw new BreakException(SkipReason.CORRUPT);
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
