package ai.tidemark.keys.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.disk.SimulatedDisk;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogWriterTest {
  private static final NoteSigner SIGNER =
      new NoteSigner("example.com/log", LocalSigner.generate(Algorithm.ED25519));
  private static final LogPolicy POLICY = LogPolicy.of(SIGNER.vkey());

  @TempDir private Path folder;

  @Test
  void entriesAreProvenAndFilesAreThoseOfTheSpecification() throws Exception {
    int size = 70_000; // the example of tlog-tiles
    try (LogWriter log = LogWriter.open(folder, SIGNER, LogWriter.Options.USUAL)) {
      List<CompletableFuture<Long>> appended = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        appended.add(log.append(entry(i)));
      }
      for (int i = 0; i < size; i++) {
        assertThat(appended.get(i).get()).isEqualTo(i);
      }
      log.checkpoint();
    }
    assertThat(folder.resolve("tile/0/273.p/112")).hasSize(112 * 32);
    assertThat(folder.resolve("tile/0/272")).hasSize(8192);
    assertThat(folder.resolve("tile/1/000")).hasSize(8192);
    assertThat(folder.resolve("tile/1/001.p/17")).hasSize(17 * 32);
    assertThat(folder.resolve("tile/2/000.p/1")).hasSize(32);

    LogReader reader = LogReader.open(folder);
    assertThat(reader.size()).isEqualTo(size);
    for (long index : new long[] {0, 1, 255, 256, 65_535, 65_536, 69_887, 69_999}) {
      TlogProof proof = TlogProof.parse("proof", reader.proof(index).encode());
      assertThat(proof.verify(POLICY, entry((int) index)).size()).isEqualTo(size);
      assertThat(reader.entry(index)).isEqualTo(entry((int) index));
      assertThatExceptionOfType(LogException.class)
          .isThrownBy(() -> proof.verify(POLICY, entry((int) index + 1)))
          .extracting(LogException::code)
          .isEqualTo(LogException.Code.NOT_INCLUDED);
    }
  }

  @Test
  void readerProvesAsTheWholeTreeDoes() throws Exception {
    int size = 1_025;
    write(size);
    LogReader reader = LogReader.open(folder);
    List<byte[]> leaves =
        LongStream.range(0, size).mapToObj(i -> Merkle.leaf(entry((int) i))).toList();
    Random random = new Random(5);
    for (int i = 0; i < 400; i++) {
      int tree = 1 + random.nextInt(size);
      int old = 1 + random.nextInt(tree);
      List<byte[]> part = leaves.subList(0, tree);
      assertThat(reader.root(tree)).isEqualTo(Merkle.root(part));
      assertThat(reader.inclusion(old - 1, tree))
          .containsExactlyElementsOf(Merkle.inclusion(part, old - 1));
      assertThat(reader.consistency(old, tree))
          .containsExactlyElementsOf(Merkle.consistency(part, old));
    }
  }

  @Test
  void readerOfAnOlderCheckpointSurvivesItsPartialFiles() throws Exception {
    write(300);
    LogReader old = LogReader.open(folder);
    write(300);
    assertThat(folder.resolve("tile/0/001.p")).doesNotExist();
    assertThat(old.proof(299).verify(POLICY, entry(299)).size()).isEqualTo(300);
    assertThat(old.entries(290, 300)).hasSize(10).last().isEqualTo(entry(299));
  }

  /** What is in the segments is deleted once tiles under a signed checkpoint hold it. */
  @Test
  void segmentsDoNotGrowWithTheLog() throws Exception {
    write(9_000);
    write(9_000);
    try (Stream<Path> files = Files.list(folder.resolve("writer"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("lock", "segment-0000000000000016384");
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(
                    folder.resolve("writer/segment-0000000000000016384"))))
        .isEqualTo("rw-------");
    write(1);
    assertThat(LogReader.open(folder).size()).isEqualTo(18_001);
  }

  @Test
  void batchIsCommittedWhenFullWhateverTheDelay() throws Exception {
    LogWriter.Options patient =
        new LogWriter.Options(LogWriter.Options.USUAL.disk(), Duration.ofDays(1), 4);
    CompletableFuture<Long> last;
    try (LogWriter log = LogWriter.open(folder, SIGNER, patient)) {
      CompletableFuture<Long> first = log.append(entry(0));
      var _ = log.append(entry(1));
      var _ = log.append(entry(2));
      assertThat(first).isNotDone();
      log.append(entry(3)).get();
      assertThat(first).isCompletedWithValue(0L);
      last = log.append(entry(4));
    }
    assertThat(last).isCompletedWithValue(4L); // closing commits what waits
  }

  @Test
  void oneWriterAtATime() throws Exception {
    try (LogWriter log = LogWriter.open(folder, SIGNER, LogWriter.Options.USUAL)) {
      assertThat(log.size()).isZero();
      assertThatThrownBy(() -> LogWriter.open(folder, SIGNER, LogWriter.Options.USUAL))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another writer");
    }
    write(1);
  }

  @Test
  void afterAFailureNothingIsTriedAgain() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    LogWriter.Options options = new LogWriter.Options(disk, Duration.ZERO, 256);
    LogWriter log = LogWriter.open(LogWorkload.FOLDER, SIGNER, options);
    log.append(entry(0)).get();
    disk.inject(call -> call == 1 ? SimulatedDisk.Fault.FAILED_SYNC : null);
    CompletableFuture<Long> lost = log.append(entry(1));
    assertThatThrownBy(lost::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("fsync failed");
    long calls = disk.calls();
    assertThatThrownBy(() -> log.append(entry(2)).get()).hasMessageContaining("ended");
    assertThatThrownBy(log::checkpoint)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed after a failure");
    assertThat(disk.calls()).isEqualTo(calls);
    log.close();
    LogWriter again = LogWriter.open(LogWorkload.FOLDER, SIGNER, options);
    assertThat(again.size()).isBetween(1L, 2L);
    again.close();
  }

  @Test
  void logThatWouldForkIsNotOpened() throws Exception {
    write(300);
    Path segment = folder.resolve("writer/segment-0000000000000000000");
    byte[] bytes = Files.readAllBytes(segment);
    Files.write(
        segment, ByteBuffer.allocate(bytes.length - 1).put(bytes, 0, bytes.length - 1).array());
    refused("promises 300 entries");

    bytes[bytes.length - 1] ^= 1;
    Files.write(segment, bytes); // a damaged entry that was signed for
    refused("promises 300 entries");
    bytes[bytes.length - 1] ^= 1;
    Files.write(segment, bytes);
    write(0);

    byte[] checkpoint = Files.readAllBytes(folder.resolve("checkpoint"));
    Files.delete(folder.resolve("checkpoint"));
    refused("has entries and no checkpoint");
    Note other = SIGNER.sign(new Checkpoint("example.com/log", 300, new byte[32]));
    Files.write(folder.resolve("checkpoint"), other.encode());
    refused("would fork the log");
    Files.write(folder.resolve("checkpoint"), checkpoint);
    Files.delete(segment);
    refused("promises 300 entries");
  }

  @Test
  void logOfAnotherKeyIsNotOpened() throws Exception {
    write(1);
    NoteSigner other = new NoteSigner("example.com/log", LocalSigner.generate(Algorithm.ED25519));
    assertThatThrownBy(() -> LogWriter.open(folder, other, LogWriter.Options.USUAL))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is not one of the log and key");
  }

  @Test
  void damagedTileIsNotProvenFrom() throws Exception {
    write(600);
    Path tile = folder.resolve("tile/0/001");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[40] ^= 1;
    Files.write(tile, bytes);
    assertThatExceptionOfType(LogException.class)
        .isThrownBy(() -> LogReader.open(folder).proof(256))
        .withMessageContaining("do not lead to the checkpoint's root");
  }

  private void refused(String problem) {
    assertThatThrownBy(() -> LogWriter.open(folder, SIGNER, LogWriter.Options.USUAL))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(problem);
  }

  /** Appends some more entries and a checkpoint. */
  private void write(int more) throws Exception {
    try (LogWriter log = LogWriter.open(folder, SIGNER, LogWriter.Options.SINGLE)) {
      long size = log.size();
      CompletableFuture<Long> last = CompletableFuture.completedFuture(0L);
      for (long i = size; i < size + more; i++) {
        last = log.append(entry((int) i));
      }
      last.get();
      log.checkpoint();
    }
  }

  private static byte[] entry(int i) {
    return ("entry " + i).getBytes(StandardCharsets.UTF_8);
  }
}
