package ai.tidemark.keys.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.disk.SimulatedDisk;
import ai.tidemark.keys.disk.SimulatedDisk.Fault;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.Note;
import ai.tidemark.keys.log.NoteSigner;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.Gap;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A ledger on a disk that loses its power or fails a call, wherever it is. */
final class LedgerFaultTest {
  private static final Path FOLDER = Path.of("/ledger");
  private static final NoteSigner SIGNER =
      new NoteSigner("example.com/ledger", LocalSigner.generate(Algorithm.ED25519));

  private SimulatedDisk disk = new SimulatedDisk();
  private final Map<Long, Long> acknowledged = new HashMap<>(); // index by number
  private final List<Checkpoint> issued = new ArrayList<>();
  private long given; // numbers below were handed out

  @Test
  void whicheverCallFailsRowsAndGapsAddUp() throws IOException {
    int calls = (int) run(new Random(3), _ -> null, null);
    assertThat(calls).isGreaterThan(80);
    for (int k = 0; k < calls; k++) {
      int bad = k;
      run(new Random(3), call -> call == bad ? Fault.EIO : null, k % 2 == 0 ? new Random(k) : null);
    }
  }

  @Test
  void twoHundredLossesOfPower() throws IOException {
    losePower(0, 200);
  }

  @Test
  @Tag("statistics")
  void tenThousandLossesOfPower() throws IOException {
    losePower(1_000, 10_000);
  }

  private void losePower(int first, int seeds) throws IOException {
    for (int seed = first; seed < first + seeds; seed++) {
      Random random = new Random(seed);
      int last = random.nextInt(150);
      run(random, call -> call > last ? Fault.EIO : null, random);
    }
  }

  /** Two sessions with the fault, a crash, and a look at what is left; returns the calls made. */
  private long run(Random random, SimulatedDisk.Faults faults, @Nullable Random power)
      throws IOException {
    disk = new SimulatedDisk();
    acknowledged.clear();
    issued.clear();
    given = 0;
    disk.inject(faults);
    try {
      session(random);
      session(random);
    } catch (IOException | CompletionException _) {
      // the fault
    }
    long calls = disk.calls();
    disk.inject(SimulatedDisk.Faults.NONE);
    if (power == null) {
      disk.kill();
    } else {
      disk.losePower(power);
    }
    check();
    session(random);
    check();
    return calls;
  }

  private Ledger open() throws IOException {
    return Ledger.open(
        FOLDER, SIGNER, 0, InstantSource.system(), new LogWriter.Options(disk, Duration.ZERO, 16));
  }

  private void session(Random random) throws IOException {
    Ledger ledger = open();
    try {
      for (int i = 0; i < 8; i++) {
        Ledger.Appended appended =
            ledger.append(LedgerKillTest.generation("c-" + random.nextInt(1000)));
        given = appended.number() + 1;
        acknowledged.put(appended.number(), appended.index().join());
        if (random.nextInt(4) == 0) {
          Note note = ledger.checkpoint();
          issued.add(Checkpoint.parse("checkpoint", note.text()));
        }
      }
    } finally {
      ledger.close();
    }
  }

  private void check() throws IOException {
    try (Ledger ledger = open()) {
      ledger.checkpoint();
    }
    LogReader reader =
        LogReader.open(path -> disk.read(FOLDER.resolve(Ledger.LOG).resolve(path)), "log");
    Path rows = FOLDER.resolve(Ledger.ROWS);
    List<byte[]> lines = RowFiles.split(disk.read(RowFiles.file(rows, 0)));
    long accounted = 0;
    for (long index = 0; index < reader.size(); index++) {
      byte[] entry = reader.entry(index);
      switch (LedgerLine.parse("rows", index, lines.get((int) index))) {
        case LedgerLine.Row(LedgerRow row) -> {
          assertThat(entry).isEqualTo(row.commitment());
          assertThat(row.number()).isEqualTo(accounted++);
          Long promised = acknowledged.remove(row.number());
          assertThat(promised == null || promised == index).isTrue();
        }
        case LedgerLine.Lost(_, Gap gap) -> {
          assertThat(ControlRecord.parse("entry", entry)).isEqualTo(gap);
          assertThat(gap.from()).isEqualTo(accounted);
          accounted = gap.to() + 1;
        }
        case LedgerLine.Erased erased -> throw new AssertionError(erased);
      }
    }
    assertThat(acknowledged).as("rows that were acknowledged and are gone").isEmpty();
    assertThat(accounted).isGreaterThanOrEqualTo(given);
    for (Checkpoint old : issued) {
      assertThat(
              Merkle.consistent(
                  old.size(),
                  old.root(),
                  reader.size(),
                  reader.checkpoint().root(),
                  reader.consistency(old.size(), reader.size())))
          .isTrue();
    }
  }
}
