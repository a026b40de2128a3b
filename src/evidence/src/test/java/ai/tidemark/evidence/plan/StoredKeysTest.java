package ai.tidemark.evidence.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.store.EraTerms;
import ai.tidemark.keys.store.KeyRing;
import ai.tidemark.keys.store.StoreFolder;
import ai.tidemark.keys.store.StoreSettings;
import ai.tidemark.keys.store.Unlock;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.ScanOutcome;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A planned scan with a real store and its log on disk. */
final class StoredKeysTest {
  private static final SecretBytes SECRET = SecretBytes.random(32);
  private static final Profile PROFILE = PlanFixture.PROFILE;

  @TempDir private Path dir;

  private Path folder() {
    return dir.resolve("store");
  }

  /** A store with an active era of two tenants. */
  private StoreFolder store() {
    StoreSettings settings =
        new StoreSettings("example", "example.org/control", new Unlock.SecretFile());
    StoreFolder.create(folder(), settings, SECRET, 16);
    StoreFolder store = StoreFolder.open(folder(), _ -> SECRET);
    KeyRing ring = store.ring(InstantSource.system());
    Instant end = Instant.now().plusSeconds(1_000_000);
    ring.commit(
        new EraTerms(
            "2026Q4",
            PlanFixture.NOW.minusSeconds(86_400),
            Instant.ofEpochSecond(end.getEpochSecond()),
            PROFILE,
            List.of("acme", "globex"),
            new BeaconRule.None()));
    ring.activate("2026Q4");
    return store;
  }

  private static ControlRecord entry(Path log, long index) {
    return ControlRecord.parse("entry " + index, LogReader.open(log).entry(index));
  }

  @Test
  void theLogOnDiskHasThePlanBeforeTheFirstByteAndTheResultAfter() throws IOException {
    try (StoreFolder store = store()) {
      PlannedKeys keys = StoredKeys.of(folder(), store, PROFILE, "2026Q4", List.of());
      Path corpus = PlanFixture.corpus(dir.resolve("corpus"), keys.keys());
      ScanOptions options = PlanFixture.options(corpus, dir.resolve("out"), keys);
      Plan plan = PlanFixture.plan(options, keys, PlanFixture.paths(corpus));
      Path log = store.log();
      PlannedScan.Result done =
          PlanFixture.run(
              plan,
              options,
              keys,
              Optional.of(StoredKeys.log(store)),
              InstantSource.system(),
              file -> {
                // a checkpoint on disk covers the plan: a new reader sees it
                assertThat(((PlanRecord) entry(log, 2)).plan()).isEqualTo(plan.sha256());
                return Files.newInputStream(file);
              });
      assertThat(((ScanOutcome.Finished) done.outcome()).report().verdict())
          .isEqualTo(Verdict.MARKED);
      PlanRecord record = (PlanRecord) entry(log, 2);
      assertThat(record.eras()).containsExactly(((EraCommit) entry(log, 0)).leafHash());
      ResultRecord result = (ResultRecord) entry(log, 3);
      assertThat(result.plan()).isEqualTo(record.leafHash());
      assertThat(result.outcome()).isEqualTo(ResultRecord.Outcome.FINISHED);
      assertThat(LogReader.open(log).size()).isEqualTo(4);
    }
  }

  @Test
  void aPlanLoggedAheadIsTheOneScannedOnceAndNotTwice() throws IOException {
    try (StoreFolder store = store()) {
      PlannedKeys keys = StoredKeys.of(folder(), store, PROFILE, "2026Q4", List.of());
      Path corpus = PlanFixture.corpus(dir.resolve("corpus"), keys.keys());
      ScanOptions options = PlanFixture.options(corpus, dir.resolve("out"), keys);
      Plan plan = PlanFixture.plan(options, keys, PlanFixture.paths(corpus));
      ScanLog log = StoredKeys.log(store);
      PlanRecord ahead = PlannedScan.register(plan, log, InstantSource.fixed(PlanFixture.NOW));
      assertThat(log.waiting(plan.sha256())).contains(ahead);
      assertThat(log.waiting(PlanFixture.hash("another"))).isEmpty();
      for (int scan = 0; scan < 2; scan++) {
        PlanFixture.run(
            plan,
            options,
            keys,
            Optional.of(log),
            InstantSource.fixed(PlanFixture.NOW.plusSeconds(3_600)),
            Files::newInputStream);
        assertThat(log.waiting(plan.sha256())).isEmpty();
      }
      // plan, result; then a plan of its own for the second scan, which is charged
      assertThat(store.reader().size()).isEqualTo(6);
      assertThat(((ResultRecord) entry(store.log(), 3)).plan()).isEqualTo(ahead.leafHash());
      PlanRecord second = (PlanRecord) entry(store.log(), 4);
      assertThat(second.time()).isAfter(ahead.time());
      assertThat(((ResultRecord) entry(store.log(), 5)).plan()).isEqualTo(second.leafHash());
    }
  }

  @Test
  void theKeysAreThoseThatMarkAndTheirIdsToo() {
    try (StoreFolder store = store();
        KeyFile file = store.ring(InstantSource.system()).keys("2026Q4")) {
      PlannedKeys keys = StoredKeys.of(folder(), store, PROFILE, "2026Q4", List.of());
      NamedKey fleet = keys.keys().fleet();
      assertThat(fleet.id()).isEqualTo(file.fleetId());
      try (DrawKey expected = file.fleet();
          DrawKey acme = file.tenant("acme");
          DrawKey globex = file.tenant("globex")) {
        assertThat(fleet.key()).isEqualTo(expected);
        assertThat(keys.keys().tenants()).extracting(NamedKey::key).containsExactly(acme, globex);
      }
      assertThat(keys.keys().tenants())
          .extracting(NamedKey::name)
          .containsExactly("acme", "globex");
      PlannedKeys one = StoredKeys.of(folder(), store, PROFILE, "2026Q4", List.of("globex"));
      assertThat(one.keys().tenants())
          .extracting(NamedKey::id)
          .containsExactly(file.tenantId("globex"));
    }
  }

  @Test
  void keysThatNobodyCommittedToAreNotThere() {
    try (StoreFolder store = store()) {
      assertThatThrownBy(
              () -> StoredKeys.of(folder(), store, PROFILE, "2026Q4", List.of("initech")))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("holds no commitment to the key of tenant initech");
      assertThatThrownBy(() -> StoredKeys.of(folder(), store, PROFILE, "2027Q1", List.of()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("is not committed in this log");
      Profile other = Profile.of(new Contexts.Coined(4, 2, 0, 0), PlanFixture.TOKENIZER);
      assertThatThrownBy(() -> StoredKeys.of(folder(), store, other, "2026Q4", List.of()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("was committed for another profile");
    }
  }
}
