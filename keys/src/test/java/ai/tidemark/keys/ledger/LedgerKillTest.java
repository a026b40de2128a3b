package ai.tidemark.keys.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.LogPolicy;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.NoteSigner;
import ai.tidemark.keys.log.TlogProof;
import ai.tidemark.keys.log.VerifiedCheckpoint;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.Gap;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that writes a ledger is killed (SIGKILL) again and again, wherever it is. */
final class LedgerKillTest {
  static final NoteSigner SIGNER =
      new NoteSigner(
          "example.com/ledger", LocalSigner.generate(Algorithm.ED25519, new FixedRandom()));

  private static final LogPolicy POLICY = LogPolicy.of(SIGNER.vkey());
  private static final int MOST_LINES = 700;

  @TempDir private Path folder;

  private final List<VerifiedCheckpoint> issued = new ArrayList<>();
  private final List<TlogProof> proofs = new ArrayList<>();
  private long checked; // entries
  private long accounted; // numbers below are in rows or gaps
  private int gaps;

  /** The same key in both processes. */
  private static final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
      new Random(11).nextBytes(bytes);
    }
  }

  static Generation generation(String contentId) {
    return new Generation(
        contentId,
        Instant.parse("2026-11-24T11:00:00Z"),
        "m",
        Generation.NONE,
        Generation.NONE,
        200,
        0,
        Generation.NONE);
  }

  @Test
  void fifteenRounds() throws Exception {
    rounds(15, new Random(6));
  }

  /** Five ledgers, so 500 rounds. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  @Tag("integration")
  void hundredRounds(int seed) throws Exception {
    rounds(100, new Random(seed));
  }

  private void rounds(int rounds, Random random) throws Exception {
    for (int round = 0; round < rounds; round++) {
      Set<Long> given = new HashSet<>();
      List<long[]> rows = new ArrayList<>();
      runAndKill(1 + random.nextInt(MOST_LINES), given, rows);
      check(given, rows);
    }
    assertThat(issued).hasSizeGreaterThan(rounds);
    assertThat(gaps).isGreaterThan(rounds / 2);
  }

  /** Kills the child once it has said a number of lines; takes in all that it said. */
  private void runAndKill(int lines, Set<Long> given, List<long[]> rows) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                LedgerChild.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int said = 0;
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        take(line, given, rows);
        if (++said == lines) {
          child.toHandle().destroyForcibly(); // unlike the process's own, leaves its output open
        }
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(said).as("the child ran until it was killed").isGreaterThanOrEqualTo(lines);
  }

  private void take(String line, Set<Long> given, List<long[]> rows) {
    String[] words = line.split(" ", -1);
    switch (words[0] + words.length) {
      case "given2" -> given.add(Long.parseLong(words[1]));
      case "row3" -> rows.add(new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])});
      case "proof2" -> {
        byte[] bytes;
        try {
          bytes = Base64.getDecoder().decode(words[1]);
          proofs.add(TlogProof.parse("proof", bytes));
        } catch (RuntimeException _) {
          // the line was cut by the kill
        }
      }
      default -> {} // likewise
    }
  }

  private void check(Set<Long> given, List<long[]> rows) throws IOException {
    try (Ledger ledger =
        Ledger.open(folder, SIGNER, 0, InstantSource.system(), LogWriter.Options.SINGLE)) {
      gaps += ledger.gap().isPresent() ? 1 : 0;
      ledger.checkpoint();
    }
    LogReader reader = LogReader.open(folder.resolve(Ledger.LOG));
    for (TlogProof proof : proofs) {
      issued.add(proof.verify(POLICY, reader.entry(proof.index())));
    }
    proofs.clear();
    issued.add(POLICY.verify(reader.note()));
    for (VerifiedCheckpoint old : issued) {
      Checkpoint now = reader.checkpoint();
      assertThat(
              Merkle.consistent(
                  old.size(),
                  old.root(),
                  now.size(),
                  now.root(),
                  reader.consistency(old.size(), now.size())))
          .isTrue();
    }
    LedgerRows stored = LedgerRows.open(folder);
    for (long[] row : rows) {
      assertThat(stored.row(row[1]).orElseThrow().number()).isEqualTo(row[0]);
    }
    account(reader, stored, given);
  }

  /** Every number is a row's or a gap's, once and in order; each row is the leaf's. */
  private void account(LogReader reader, LedgerRows stored, Set<Long> given) {
    for (; checked < reader.size(); checked++) {
      byte[] entry = reader.entry(checked);
      if (entry.length == Merkle.BYTES) {
        LedgerRow row = stored.row(checked).orElseThrow();
        assertThat(row.commitment()).isEqualTo(entry);
        assertThat(row.number()).isEqualTo(accounted);
        accounted++;
      } else {
        Gap gap = (Gap) ControlRecord.parse("entry", entry);
        assertThat(gap.from()).isEqualTo(accounted);
        accounted = gap.to() + 1;
      }
    }
    assertThat(given).allMatch(number -> number < accounted);
  }
}
