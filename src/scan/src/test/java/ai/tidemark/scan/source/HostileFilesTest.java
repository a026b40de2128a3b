package ai.tidemark.scan.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * Files that lie. Each is counted with its reason, what came before is read, and no file makes its
 * reader take more memory than a fixed sum.
 */
final class HostileFilesTest {
  private static final SourceRules RULES = SourceRules.of("/text", 1 << 20);
  private static final long MOST_ALLOCATED = 200L << 20;

  @TempDir private Path dir;

  /** Reads a file alone, and says what came; fails if the reader took too much memory in all. */
  private List<String> read(String name, byte[] bytes) throws IOException {
    return read(name, bytes, RULES);
  }

  private List<String> read(String name, byte[] bytes, SourceRules rules) throws IOException {
    Path file = Files.write(dir.resolve(name), bytes);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    List<String> seen = SourceFiles.read(file, rules);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as("bytes allocated for " + name).isLessThan(MOST_ALLOCATED);
    return seen;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private interface Wrapper {
    OutputStream around(OutputStream out) throws IOException;
  }

  private static byte[] packed(Wrapper wrapper, byte[] text, int times) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packer = wrapper.around(out)) {
      for (int i = 0; i < times; i++) {
        packer.write(text);
      }
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] text) throws IOException {
    return packed(GZIPOutputStream::new, text, 1);
  }

  private static byte[] records(int count) {
    StringBuilder lines = new StringBuilder();
    Random random = new Random(count);
    for (int i = 0; i < count; i++) {
      lines.append("{\"text\":\"").append(Long.toHexString(random.nextLong())).append("\"}\n");
    }
    return utf8(lines.toString());
  }

  @Test
  void bombsAreCutOffInEveryCompression() throws IOException {
    byte[] zeros = new byte[1 << 20];
    Arrays.fill(zeros, (byte) ' ');
    for (Wrapper wrapper :
        List.<Wrapper>of(
            GZIPOutputStream::new,
            ZstdOutputStream::new,
            o -> new XZOutputStream(o, new LZMA2Options(1)),
            BZip2CompressorOutputStream::new)) {
      byte[] bomb = packed(wrapper, zeros, 64);
      assertThat(bomb.length).isLessThan(200_000);
      List<String> seen = read("bomb.txt", bomb);
      assertThat(seen.getLast()).startsWith("bomb.txt ! compression ratio over the limit ");
      assertThat(seen).hasSizeLessThan(12);
    }
    SourceLimits small = new SourceLimits(100, 1 << 20, 1 << 20, 3 << 20, 10, 1 << 27);
    byte[] large = gzip(records(150_000));
    List<String> seen = read("large.jsonl", large, RULES.withLimits(small));
    assertThat(seen.getLast()).startsWith("large.jsonl ! decompressed size over the limit ");
    assertThat(seen).hasSizeBetween(100_000, 140_000);
  }

  @Test
  void windowsThatNeedTooMuchMemoryAreRefused() throws IOException {
    LZMA2Options options = new LZMA2Options(1);
    byte[] xz = packed(o -> new XZOutputStream(o, options), records(10), 1);
    // the dictionary size of the first block, and the header's checksum over it
    byte[] lying = xz.clone();
    lying[12 + 4] = 37; // 1.5 GiB
    CRC32 crc = new CRC32();
    crc.update(lying, 12, 8);
    ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(20, (int) crc.getValue());
    assertThat(read("w.jsonl", lying))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("w.jsonl ! decompressor needs too much memory ");
    byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (21 << 3), 1, 0, 0};
    assertThat(read("z.jsonl", zstd))
        .containsExactly("z.jsonl ! decompressor needs too much memory " + zstd.length);
  }

  @Test
  void whatCameBeforeABreakIsRead() throws IOException {
    byte[] text = records(20_000);
    List<Wrapper> wrappers =
        List.of(
            GZIPOutputStream::new,
            o -> new ZstdOutputStream(o).setChecksum(true),
            o -> new XZOutputStream(o, new LZMA2Options(1)),
            o -> new BZip2CompressorOutputStream(o, 1));
    for (Wrapper wrapper : wrappers) {
      byte[] whole = packed(wrapper, text, 1);
      byte[] half = Arrays.copyOf(whole, whole.length / 2);
      List<String> seen = read("cut.jsonl", half);
      assertThat(seen.getLast()).as(wrapper.getClass() + "").startsWith("cut.jsonl ! truncated ");
      assertThat(seen).hasSizeBetween(5_000, 12_000);
      assertThat(seen.subList(0, seen.size() - 1)).allMatch(s -> s.contains(" = "));
      byte[] wrong = whole.clone();
      for (int i = whole.length / 2; i < whole.length / 2 + 50; i++) {
        wrong[i] ^= 0x55;
      }
      assertThat(read("wrong.jsonl", wrong).getLast()).startsWith("wrong.jsonl ! corrupt ");
      for (int length = 0; length < Math.min(120, whole.length); length++) {
        read("short.jsonl", Arrays.copyOf(whole, length)); // none crashes
      }
    }
    byte[] sum = gzip(text);
    sum[sum.length - 8] ^= 1;
    assertThat(read("sum.jsonl", sum).getLast()).isEqualTo("sum.jsonl ! corrupt 0");
    byte[] tail = concat(gzip(text), utf8("garbage"));
    assertThat(read("tail.jsonl", tail).getLast()).startsWith("tail.jsonl ! corrupt ");
    byte[] padded = concat(gzip(text), new byte[1000]);
    assertThat(read("padded.jsonl", padded)).hasSize(20_000);
    byte[] named = concat(new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0}, new byte[0]);
    byte[] endless = new byte[32 << 20];
    Arrays.fill(endless, (byte) 'n');
    assertThat(read("named.gz", concat(named, endless)))
        .containsExactly("named.gz ! truncated " + (named.length + endless.length));
  }

  private static long bytes(String skip) {
    return Long.parseLong(skip.substring(skip.lastIndexOf(' ') + 1));
  }

  /** Otherwise a file that gave next to nothing would not make a verdict incomplete. */
  @Test
  void whatABreakLosesCountsInBytes() throws IOException {
    byte[] lines = records(100);
    byte[] rest = new byte[300_000];
    new Random(8).nextBytes(rest);
    String noise = Base64.getEncoder().encodeToString(rest);
    // a short record, and a long one that the break cuts
    byte[] text = concat(lines, utf8("{\"text\":\"" + noise + "\"}\n"));
    for (Wrapper wrapper :
        List.<Wrapper>of(
            GZIPOutputStream::new,
            ZstdOutputStream::new,
            o -> new XZOutputStream(o, new LZMA2Options(1)),
            o -> new BZip2CompressorOutputStream(o, 1))) {
      byte[] whole = packed(wrapper, text, 1);
      byte[] half = Arrays.copyOf(whole, whole.length * 3 / 4);
      List<String> seen = read("cut.jsonl", half);
      assertThat(seen).hasSize(101);
      assertThat(bytes(seen.getLast())).isBetween(half.length * 9L / 10, half.length - 100L);
    }
    byte[] plain = Arrays.copyOf(text, text.length / 2);
    byte[] swallowed = utf8("WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n");
    byte[] good = concat(swallowed, utf8("Content-Length: 4\r\n\r\ntext\r\n\r\n"));
    byte[] lying = concat(swallowed, utf8("Content-Length: 999999999\r\n\r\n"), plain);
    List<String> seen = read("swallowed.warc", concat(good, lying));
    assertThat(seen).hasSize(2);
    assertThat(bytes(seen.getLast())).isBetween((long) lying.length, lying.length + 4L);
    // read ahead whole, though it breaks soon
    byte[] ahead = concat(gzip(lines), new byte[] {1}, Arrays.copyOf(rest, 20_000));
    seen = read("ahead.jsonl", ahead);
    assertThat(seen).hasSize(101);
    assertThat(bytes(seen.getLast())).isEqualTo(20_000);
  }

  @Test
  void nothingIsNestedTwice() throws IOException {
    byte[] twice = gzip(gzip(records(3)));
    assertThat(read("twice.jsonl.gz.gz", twice).getFirst())
        .startsWith("twice.jsonl.gz.gz ! nested archive or compression ");
    byte[] inner = zip(List.of("a.txt"), List.of(utf8("inner")));
    byte[] outer = zip(List.of("b.txt", "in.zip"), List.of(utf8("outer"), inner));
    assertThat(read("outer.zip", outer))
        .containsExactly(
            "outer.zip!/b.txt = outer",
            "outer.zip!/in.zip ! nested archive or compression " + deflated(inner));
    byte[] tar = tar("t.txt", '0', 5, utf8("inner"));
    assertThat(read("tar.zip", zip(List.of("x.tar"), List.of(tar))).getFirst())
        .startsWith("tar.zip!/x.tar ! nested archive or compression ");
    assertThat(read("deep.tar.gz", gzip(tar("y.tar.gz", '0', -1, gzip(tar)))).getFirst())
        .startsWith("deep.tar.gz!/y.tar.gz ! nested archive or compression ");
    assertThat(read("z.gz", gzip(inner)).getFirst()).startsWith("z.gz ! must be a file of its own");
  }

  private static int deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(bytes);
    deflater.finish();
    int length = deflater.deflate(new byte[bytes.length + 100]);
    deflater.end();
    return length;
  }

  private static byte[] zip(List<String> names, List<byte[]> contents) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < names.size(); i++) {
        zip.putNextEntry(new ZipEntry(names.get(i)));
        zip.write(contents.get(i));
      }
    }
    return out.toByteArray();
  }

  /** Returns an archive of one member, sizes and checksum as said; -1 is the true size. */
  private static byte[] tar(String name, char type, long size, byte[] content) {
    byte[] header = new byte[512];
    byte[] named = utf8(name);
    System.arraycopy(named, 0, header, 0, Math.min(100, named.length));
    long said = size < 0 ? content.length : size;
    byte[] digits = utf8(String.format("%011o", said));
    System.arraycopy(digits, 0, header, 124, 11);
    header[156] = (byte) type;
    System.arraycopy(utf8("ustar"), 0, header, 257, 5);
    header[263] = '0';
    header[264] = '0';
    checksum(header);
    return concat(header, content, new byte[(512 - content.length % 512) % 512]);
  }

  private static void checksum(byte[] header) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    System.arraycopy(utf8(String.format("%06o\0 ", sum)), 0, header, 148, 8);
  }

  @Test
  void zipsThatShareBytesOrLieAreCounted() throws IOException {
    byte[] text = records(50);
    byte[] zip = zip(List.of("a.jsonl"), List.of(text));
    // a directory that names the same member 1,000 times
    int end = zip.length - 22;
    ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int start = buffer.getInt(end + 16);
    byte[] entry = Arrays.copyOfRange(zip, start, end);
    ByteArrayOutputStream overlapping = new ByteArrayOutputStream();
    overlapping.write(zip, 0, start);
    for (int i = 0; i < 1000; i++) {
      overlapping.writeBytes(entry);
    }
    byte[] record = Arrays.copyOfRange(zip, end, zip.length);
    ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).putInt(12, 1000 * entry.length);
    overlapping.writeBytes(record);
    List<String> seen = read("overlap.zip", overlapping.toByteArray());
    assertThat(seen.stream().filter(s -> s.contains(" = "))).hasSize(50);
    assertThat(seen.stream().filter(s -> s.contains("overlapping members"))).hasSize(999);
    SourceLimits few = new SourceLimits(100, 1 << 20, 1 << 30, 1 << 30, 10, 1 << 27);
    seen = read("many.zip", overlapping.toByteArray(), RULES.withLimits(few));
    assertThat(seen.getLast()).startsWith("many.zip ! too many members ");
    assertThat(seen).hasSize(50 + 9 + 1);

    byte[] lying = zip.clone(); // says that it holds less
    ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(start + 24, 100);
    assertThat(read("lying.zip", lying).getLast()).startsWith("lying.zip!/a.jsonl ! corrupt ");
    byte[] far = zip.clone();
    ByteBuffer.wrap(far).order(ByteOrder.LITTLE_ENDIAN).putInt(start + 42, 0x7fffffff);
    assertThat(read("far.zip", far).getFirst()).startsWith("far.zip!/a.jsonl ! corrupt ");
    byte[] long64 = zip.clone(); // sizes in a zip64 field that is not there
    ByteBuffer.wrap(long64).order(ByteOrder.LITTLE_ENDIAN).putInt(start + 20, -1);
    assertThat(read("z64.zip", long64).getFirst()).startsWith("z64.zip!/a.jsonl ! corrupt ");
    byte[] secret = zip.clone();
    secret[start + 8] |= 1;
    assertThat(read("secret.zip", secret).getFirst())
        .startsWith("secret.zip!/a.jsonl ! unsupported feature of the format ");
    assertThat(read("cut.zip", Arrays.copyOf(zip, zip.length - 30)))
        .containsExactly("cut.zip ! truncated " + (zip.length - 30));
    byte[] bomb = zip(List.of("bomb.txt", "b.txt"), List.of(new byte[32 << 20], utf8("fine")));
    seen = read("bomb.zip", bomb);
    assertThat(seen).hasSize(2);
    assertThat(seen.getLast()).isEqualTo("bomb.zip!/b.txt = fine");
    Random random = new Random(5);
    for (int round = 0; round < 800; round++) {
      byte[] wrong = zip.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        wrong[random.nextInt(wrong.length)] = (byte) random.nextInt(256);
      }
      read("fuzz.zip", wrong); // none crashes
    }
  }

  @Test
  void namesAreShownAndNeverFollowed() throws IOException {
    byte[] text = utf8("text");
    byte[] zip =
        zip(List.of("../../etc/x.txt", "a\nb\u0000.txt", "/abs.txt"), List.of(text, text, text));
    assertThat(read("names.zip", zip))
        .containsExactly(
            "names.zip!/../../etc/x.txt = text",
            "names.zip!/a\\u000ab\\u0000.txt = text",
            "names.zip!//abs.txt = text");
    byte[] long1 = zip(List.of("n".repeat(60_000)), List.of(text));
    assertThat(read("long.zip", long1).getFirst()).contains("n".repeat(200) + " ! name too long ");
    byte[] link = tar("link", '2', 0, new byte[0]);
    assertThat(read("link.tar", concat(link, tar("f.txt", '0', -1, text))))
        .containsExactly("link.tar!/link ! member is not a file 0", "link.tar!/f.txt = text");
  }

  @Test
  void tarHeadersThatLieAreCounted() throws IOException {
    byte[] text = utf8("text");
    byte[] good = tar("good.txt", '0', -1, text);
    assertThat(
            read("cut.tar", concat(good, tar("cut.txt", '0', 1L << 32, utf8("four".repeat(128))))))
        .containsExactly(
            "cut.tar!/good.txt = text",
            "cut.tar!/cut.txt = " + "four".repeat(128),
            "cut.tar!/cut.txt ! truncated 2048",
            "cut.tar ! truncated 0");
    byte[] wrong = concat(good, good);
    wrong[1024 + 148] = '7';
    assertThat(read("sum.tar", wrong))
        .containsExactly("sum.tar!/good.txt = text", "sum.tar ! corrupt 512");
    byte[] name = tar("././@LongLink", 'L', -1, new byte[40 << 20]);
    assertThat(read("long.tar", concat(name, good)).getFirst()).contains("! name too long 4");
    byte[] pax = tar("pax", 'x', -1, utf8("999999999 path=x\n"));
    assertThat(read("pax.tar", concat(pax, good)))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("pax.tar ! corrupt ");
    byte[] sparse = tar("pax", 'x', -1, utf8("22 GNU.sparse.major=1\n"));
    assertThat(read("sparse.tar", concat(sparse, good)))
        .containsExactly("sparse.tar!/good.txt ! unsupported feature of the format 4");
    Random random = new Random(5);
    byte[] both = concat(tar("pax", 'x', -1, utf8("18 path=other.txt\n")), good);
    for (int round = 0; round < 800; round++) {
      byte[] fuzzed = both.clone();
      fuzzed[random.nextInt(fuzzed.length)] = (byte) random.nextInt(256);
      checksum512(fuzzed);
      read("fuzz.tar", fuzzed); // none crashes
    }
  }

  private static void checksum512(byte[] archive) {
    byte[] header = Arrays.copyOf(archive, 512);
    checksum(header);
    System.arraycopy(header, 0, archive, 0, 512);
  }

  @Test
  void endlessQuotesAndLinesAreOneRecord() throws IOException {
    byte[] endless = new byte[24 << 20];
    Arrays.fill(endless, (byte) 'q');
    assertThat(read("quote.csv", concat(utf8("text\nfine\n\""), endless)))
        .containsExactly(
            "quote.csv#1 = fine", "quote.csv#2 ! record too large " + (endless.length + 1));
    assertThat(read("other.csv", concat(utf8("id,text\n1,fine\n\""), endless)))
        .containsExactly("other.csv#1 = fine", "other.csv#2 ! broken row " + (endless.length + 1));
    assertThat(read("header.csv", endless)).hasSize(1);
    String numbers = new Random(1).ints(20_000).boxed().toList().toString();
    byte[] gz = gzip(utf8("text\nfine\n\"" + numbers));
    assertThat(read("cut.csv", Arrays.copyOf(gz, gz.length / 2)))
        .satisfiesExactly(
            s -> assertThat(s).isEqualTo("cut.csv#1 = fine"),
            s -> assertThat(s).startsWith("cut.csv ! truncated "));
  }

  @Test
  void crawlsWithWrongLengthsAreCounted() throws IOException {
    String head = "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n";
    String good = head + "Content-Length: 4\r\n\r\ntext\r\n\r\n";
    assertThat(read("a.warc", utf8(good + head + "Content-Length: 99999999999\r\n\r\ntext")))
        .satisfiesExactly(
            s -> assertThat(s).isEqualTo("a.warc#1 = text"),
            s -> assertThat(s).startsWith("a.warc ! truncated "));
    assertThat(read("b.warc", utf8(good + head + "Content-Length: 1000000\r\n\r\ntext")))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("b.warc ! truncated ");
    assertThat(read("c.warc", utf8(good + head + "Content-Length: 2\r\n\r\ntext\r\n\r\n")))
        .satisfiesExactly(
            s -> assertThat(s).isEqualTo("c.warc#1 = text"),
            s -> assertThat(s).isEqualTo("c.warc#2 = te"),
            s -> assertThat(s).startsWith("c.warc ! corrupt "));
    for (String length : List.of("-1", "1e9", "", "9999999999999999999999")) {
      String lying = head + "Content-Length: " + length + "\r\n\r\ntext\r\n\r\n";
      assertThat(read("d.warc", utf8(good + lying)).getLast()).startsWith("d.warc ! corrupt ");
    }
    assertThat(read("e.warc", utf8(good + head + "X: " + "x".repeat(1 << 20))).getLast())
        .startsWith("e.warc ! corrupt ");
  }

  @Test
  void parquetThatLiesIsCounted() throws IOException {
    for (String name : List.of("zstd.parquet", "none.parquet", "plain-v2.parquet")) {
      byte[] good = Files.readAllBytes(SourceFiles.original(name, dir));
      assertThat(read("cut.parquet", Arrays.copyOf(good, good.length - 1)))
          .containsExactly("cut.parquet ! truncated " + (good.length - 1));
      byte[] footer = good.clone();
      ByteBuffer.wrap(footer).order(ByteOrder.LITTLE_ENDIAN).putInt(good.length - 8, 1 << 30);
      assertThat(read("footer.parquet", footer))
          .containsExactly("footer.parquet ! corrupt " + good.length);
      Random random = new Random(7);
      for (int round = 0; round < 100; round++) {
        byte[] wrong = good.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
          wrong[4 + random.nextInt(wrong.length - 8)] = (byte) random.nextInt(256);
        }
        read("fuzz.parquet", wrong); // none crashes
      }
    }
  }

  @Test
  void randomBytesBehindEveryMagicAreCounted() throws IOException {
    Random random = new Random(11);
    List<byte[]> magics =
        List.of(
            new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0},
            new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd},
            utf8("BZh91AY&SY"),
            new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0},
            utf8("PK\u0003\u0004"),
            utf8("PAR1"),
            utf8("WARC/1.0\r\n"));
    for (byte[] magic : magics) {
      for (int round = 0; round < 80; round++) {
        byte[] rest = new byte[random.nextInt(3000)];
        random.nextBytes(rest);
        List<String> seen = read("random", concat(magic, rest));
        assertThat(seen).isNotEmpty();
      }
    }
  }

  @Test
  void aFrameOfManyWindowsIsRead() throws IOException {
    byte[] text = records(3000);
    assertThat(read("one.jsonl", Zstd.compress(text, 19))).hasSize(3000);
  }
}
