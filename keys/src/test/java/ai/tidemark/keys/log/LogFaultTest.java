package ai.tidemark.keys.log;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.disk.SimulatedDisk;
import ai.tidemark.keys.disk.SimulatedDisk.Fault;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class LogFaultTest {
  private static final int[][] SESSIONS = {{3, 253, 1, 4}, {255, 2}};

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(Fault.EIO, false),
        Arguments.of(Fault.EIO, true),
        Arguments.of(Fault.ENOSPC, true),
        Arguments.of(Fault.SHORT_WRITE, false),
        Arguments.of(Fault.FAILED_SYNC, false),
        Arguments.of(Fault.FAILED_SYNC, true));
  }

  /** SQLite's fault loop: the k-th call fails, for k = 0, 1, ... until a run has no such call. */
  @ParameterizedTest(name = "{0}, again at each later call: {1}")
  @MethodSource("faults")
  void whicheverCallFailsNothingAcknowledgedIsLost(Fault fault, boolean sticky) throws IOException {
    SimulatedDisk whole = new SimulatedDisk();
    runs(new LogWorkload(whole));
    assertThat(whole.calls()).isGreaterThan(100);
    int hit = 0;
    for (int k = 0; k < whole.calls(); k++) {
      for (boolean power : new boolean[] {false, true}) {
        SimulatedDisk disk = new SimulatedDisk();
        LogWorkload log = new LogWorkload(disk);
        int bad = k;
        disk.inject(call -> call == bad || (sticky && call > bad) ? fault : null);
        boolean told = runs(log);
        if (disk.failed()) {
          hit++;
          assertThat(told).as("call %d", k).isEqualTo(fault != Fault.SHORT_WRITE);
          crash(disk, log, power ? new Random(k) : null);
          log.check();
        }
      }
    }
    assertThat(hit).isGreaterThan(30);
  }

  /** A writer that came back after a failure goes on as if nothing had been. */
  @Test
  void logGoesOnAfterEachFailure() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    LogWorkload log = new LogWorkload(disk);
    int failures = 0;
    for (int k = 0; k < 120; k++) {
      int bad = k;
      disk.inject(call -> call == bad ? Fault.EIO : null);
      failures += runs(log) ? 1 : 0;
      crash(disk, log, k % 2 == 0 ? new Random(k) : null);
      log.check();
    }
    assertThat(failures).isGreaterThan(100);
  }

  private static boolean runs(LogWorkload log) {
    try {
      for (int[] batches : SESSIONS) {
        log.session(batches);
      }
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  private static void crash(SimulatedDisk disk, LogWorkload log, @Nullable Random random)
      throws IOException {
    disk.inject(SimulatedDisk.Faults.NONE);
    log.rememberCheckpoint();
    if (random == null) {
      disk.kill();
    } else {
      disk.losePower(random);
    }
  }

  /** A failed fsync drops bytes that stay readable; the next one succeeds without them. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"FAILED_SYNC", "ENOSPC"})
  void whatAFailedSyncLeftReadableIsNotTakenForDurable(Fault fault) throws IOException {
    for (int k = 0; k < 60; k++) {
      SimulatedDisk disk = new SimulatedDisk();
      LogWorkload log = new LogWorkload(disk);
      int bad = k;
      disk.inject(call -> call == bad ? fault : null);
      runs(log);
      crash(disk, log, null); // the process alone: the page cache stays
      log.check(); // acknowledges what it found
      crash(disk, log, new Random(k)); // now power fails
      log.check();
    }
  }

  @Test
  void fourHundredLossesOfPower() throws IOException {
    losePower(0, 400);
  }

  @Test
  @Tag("statistics")
  void tenThousandLossesOfPower() throws IOException {
    losePower(1_000, 10_000);
  }

  private static void losePower(int firstSeed, int seeds) throws IOException {
    int during = 0;
    for (int seed = firstSeed; seed < firstSeed + seeds; seed++) {
      Random random = new Random(seed);
      SimulatedDisk disk = new SimulatedDisk();
      LogWorkload log = new LogWorkload(disk);
      for (int round = 0; round < 2; round++) {
        int last = random.nextInt(250);
        disk.inject(call -> call > last ? Fault.EIO : null); // power is gone from then on
        try {
          log.session(random, 12);
        } catch (IOException _) {
          during++;
        }
        crash(disk, log, random);
        log.check();
      }
    }
    assertThat(during).isGreaterThan(seeds / 2);
  }
}
