package ai.tidemark.keys.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The bytes of a segment, the file that entries are appended to before anything else. It begins
 * with a line that names the format and the index of its first entry (8 bytes, big-endian); then
 * come the entries, each as its length (4 bytes, big-endian), a CRC-32C (4 bytes) over index,
 * length and entry, and the entry. The index in the checksum keeps zeros, and what an older file
 * left in a sector, from being taken for entries.
 *
 * @param first index of the first entry
 * @param entries all entries up to the first that is not whole
 * @param whole whether nothing follows them
 */
record Segment(long first, List<byte[]> entries, boolean whole) {
  private static final byte[] MAGIC =
      "tidemark-log-segment-v1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = MAGIC.length + Long.BYTES;
  private static final int FRAME = Integer.BYTES + Integer.BYTES;

  Segment {
    entries = List.copyOf(entries);
  }

  /** Returns the index after the last entry. */
  long end() {
    return first + entries.size();
  }

  /** Reads as much of a file as is whole; empty if not even its beginning is. */
  static Optional<Segment> parse(byte[] bytes) {
    if (bytes.length < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).position(MAGIC.length);
    long first = in.getLong();
    List<byte[]> entries = new ArrayList<>();
    while (in.remaining() >= FRAME) {
      int length = in.getInt(in.position());
      if (length < 0 || length > EntryBundle.MOST_ENTRY_BYTES || in.remaining() - FRAME < length) {
        break;
      }
      byte[] entry = new byte[length];
      in.get(in.position() + FRAME, entry);
      if (in.getInt(in.position() + Integer.BYTES) != checksum(first + entries.size(), entry)) {
        break;
      }
      in.position(in.position() + FRAME + length);
      entries.add(entry);
    }
    return Optional.of(new Segment(first, entries, !in.hasRemaining()));
  }

  /** Returns the bytes of a segment without entries. */
  static byte[] header(long first) {
    return ByteBuffer.allocate(HEADER).put(MAGIC).putLong(first).array();
  }

  /** Returns how many bytes an entry takes. */
  static int bytes(byte[] entry) {
    return FRAME + entry.length;
  }

  /** Appends an entry to a buffer with room for it. */
  static void put(ByteBuffer out, long index, byte[] entry) {
    out.putInt(entry.length).putInt(checksum(index, entry)).put(entry);
  }

  /** Returns all bytes of this segment's whole part. */
  byte[] encode() {
    int length = HEADER;
    for (byte[] entry : entries) {
      length += bytes(entry);
    }
    ByteBuffer out = ByteBuffer.allocate(length).put(header(first));
    for (int i = 0; i < entries.size(); i++) {
      put(out, first + i, entries.get(i));
    }
    return out.array();
  }

  private static int checksum(long index, byte[] entry) {
    CRC32C crc = new CRC32C();
    crc.update(
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(index).putInt(entry.length).flip());
    crc.update(entry);
    return (int) crc.getValue();
  }
}
