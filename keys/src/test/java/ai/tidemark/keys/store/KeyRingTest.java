package ai.tidemark.keys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.keys.derive.CoinKey;
import ai.tidemark.keys.derive.CommitmentFile;
import ai.tidemark.keys.derive.Derivation;
import ai.tidemark.keys.derive.EraSeed;
import ai.tidemark.keys.derive.FixedRoot;
import ai.tidemark.keys.derive.Subject;
import ai.tidemark.keys.derive.Tag;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.record.Activate;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.record.BeaconValue;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.Drand;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.EraHistory;
import ai.tidemark.keys.record.KeyState;
import ai.tidemark.keys.record.State;
import ai.tidemark.keys.secret.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyRingTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Instant NOW = Instant.parse("2026-11-24T11:30:00Z");
  private static final Instant WINTER = Instant.parse("2027-01-01T00:00:00Z");
  private static final Instant SPRING = Instant.parse("2027-04-01T00:00:00Z");
  private static final Profile PROFILE = TestProfile.PROFILE;

  @TempDir private Path folder;

  private final List<byte[]> log = new ArrayList<>();
  private Instant clock = NOW;

  private KeyRing ring() {
    return ring(1);
  }

  /** Opens the ring as another process would: from the log and the folder alone. */
  private KeyRing ring(int root) {
    EraHistory history = new EraHistory();
    for (byte[] entry : log) {
      history.apply("entry", ControlRecord.parse("entry", entry));
    }
    byte[] bytes = new byte[32];
    bytes[0] = (byte) root;
    return new KeyRing(
        new Derivation(new FixedRoot(bytes), "root", "example"),
        history,
        new EraFolder(folder),
        entry -> {
          log.add(entry);
          return log.size() - 1L;
        },
        () -> clock);
  }

  private static EraTerms terms(String era, Instant start, Instant end, BeaconRule beacon) {
    return new EraTerms(era, start, end, PROFILE, List.of("globex", "acme"), beacon);
  }

  private EraCommit committed(String era, Instant start, Instant end) {
    return ring().commit(terms(era, start, end, new BeaconRule.None()));
  }

  private static BeaconValue.OfDrand beacon(long round) {
    byte[] signature = new byte[48];
    signature[0] = (byte) round;
    return new BeaconValue.OfDrand(
        Drand.QUICKNET, round, HEX.formatHex(Merkle.sha256(signature)), HEX.formatHex(signature));
  }

  @Test
  void whatIsOpenedIsWhatWasCommittedAndWhatMarks() {
    EraCommit commit = committed("2026Q4", NOW, WINTER);
    Activate activate = ring().activate("2026Q4");
    KeyState retired =
        ring().change("2026Q4", Optional.empty(), State.VERIFY_ONLY, Optional.empty());
    Openings.Era opened =
        ring().open("2026Q4", List.of("acme"), false, "expert-1").eras().getFirst();
    CommitmentFile file = new EraFolder(folder).commitments("2026Q4");
    assertThat(HEX.formatHex(file.root())).isEqualTo(commit.root());
    assertThat(file.size()).isEqualTo(commit.count()).isEqualTo(3);
    assertThat(opened.eraRecord()).isEqualTo(commit.leafHash()).isEqualTo(retired.eraRecord());
    byte[] profile = commit.profile().sha256Bytes();
    Openings.Tenant key = opened.tenants().getFirst();
    byte[] tag = key.tag();
    assertThat(Tag.matches(tag, opened.deployment(), Subject.tenant("acme"), key.tagSalt()))
        .isTrue();
    Openings.Fleet.Key fleet = (Openings.Fleet.Key) opened.fleet();
    try (EraSeed acme = EraSeed.of(tag, profile, "2026Q4", key.seed());
        SecretBytes acmeKey = acme.key(activate.beacon().salt());
        EraSeed all = EraSeed.of(fleet.tag(), profile, "2026Q4", fleet.seed());
        SecretBytes fleetKey = all.key(activate.beacon().salt());
        SecretBytes coin = CoinKey.of(fleetKey);
        KeyFile exported = ring().keys("2026Q4");
        KeyFile expected =
            KeyFile.of("2026Q4", fleetKey, Map.of("acme", acmeKey, "globex", fleetKey))) {
      assertThat(file.holds(acme)).isTrue();
      assertThat(file.holds(all)).isTrue();
      assertThat(exported.tenants()).containsExactly("acme", "globex");
      assertThat(exported.tenant("acme")).isEqualTo(expected.tenant("acme"));
      assertThat(exported.fleet()).isEqualTo(expected.fleet());
      String coinCommitment =
          coin.use(c -> HEX.formatHex(CoinKey.commitment(profile, "2026Q4", c)));
      assertThat(coinCommitment).isEqualTo(activate.coinCommitment());
    }
  }

  @Test
  void openingIsLoggedBeforeItIsDone() {
    committed("2026Q4", NOW, WINTER);
    ring().activate("2026Q4");
    KeyRing ring = ring();
    assertThatThrownBy(() -> ring.open("2026Q4", List.of("acme"), true, "expert-1"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the key of acme is ACTIVE; retire it");
    ring.change("2026Q4", Optional.of(Subject.tenant("acme")), State.VERIFY_ONLY, Optional.empty());
    int before = log.size();
    assertThatThrownBy(() -> ring.open("2026Q4", List.of("acme"), false, "expert-1"))
        .hasMessageContaining("the fleet key is ACTIVE");
    assertThatThrownBy(() -> ring.open("2026Q4", List.of("acme", "nobody"), true, "expert-1"))
        .hasMessageContaining("no key of tenant nobody");
    assertThat(log).hasSize(before);
    Openings openings = ring.open("2026Q4", List.of("acme"), true, "expert-1");
    KeyState record = (KeyState) ControlRecord.parse("entry", log.getLast());
    assertThat(log).hasSize(before + 1);
    assertThat(record.state()).isEqualTo(State.DISCLOSED);
    assertThat(record.to()).contains("expert-1");
    Openings.Era era = openings.eras().getFirst();
    assertThat(record.subject()).isEqualTo(HEX.formatHex(era.tenants().getFirst().tag()));
    assertThat(era.fleet()).isInstanceOf(Openings.Fleet.Coin.class);
    assertThat(new String(openings.encode(), StandardCharsets.UTF_8))
        .startsWith("{\"eras\":[{\"deployment\":\"example\",\"era\":\"2026Q4\",\"eraRecord\":\"")
        .contains("\"fleet\":{\"coin\":\"")
        .contains("\"kind\":\"coin\"}", "\"name\":\"acme\"")
        .endsWith("\"format\":\"tidemark-openings-v1\"}");
    assertThat(openings.toString()).contains("Coin[secret]", "Tenant[acme, secret]");
  }

  @Test
  void aSinkThatFailsLeavesTheRingAsItWas() {
    EraHistory history = new EraHistory();
    KeyRing ring =
        new KeyRing(
            new Derivation(new FixedRoot(new byte[32]), "root", "example"),
            history,
            new EraFolder(folder),
            _ -> {
              throw new IllegalStateException("disk full");
            },
            () -> clock);
    assertThatThrownBy(() -> ring.commit(terms("2026Q4", NOW, WINTER, new BeaconRule.None())))
        .hasMessage("disk full");
    assertThat(history.eras()).isEmpty();
    assertThat(committed("2026Q4", NOW, WINTER).serial())
        .isZero(); // files of the attempt are no hindrance
  }

  @Test
  void theBeaconIsTheFirstRoundAfterTheDelayAndNoOther() {
    ring().commit(terms("2026Q4", NOW, WINTER, new BeaconRule.OfDrand(Drand.QUICKNET)));
    Instant outside = NOW.plusSeconds(60);
    long round = Drand.firstRound(outside);
    assertThatThrownBy(() -> ring().activate("2026Q4")).hasMessageContaining("give its round");
    clock = outside.plusSeconds(599);
    assertThatThrownBy(() -> ring().activate("2026Q4", beacon(round), outside))
        .hasMessageContaining("has not appeared yet");
    clock = outside.plusSeconds(700);
    for (long other : new long[] {round - 1, round + 1}) {
      assertThatThrownBy(() -> ring().activate("2026Q4", beacon(other), outside))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("needs round " + round)
          .hasMessageContaining("600 s after 2026-11-24T11:31:00Z");
    }
    assertThat(log).hasSize(1);
    ring().activate("2026Q4", beacon(round), outside);
    try (KeyFile keys = ring().keys("2026Q4")) {
      assertThat(keys.fleetId()).isNotEqualTo(fleetIdWithoutBeacon());
    }
    committed("2027Q1", WINTER, SPRING);
    assertThatThrownBy(() -> ring().activate("2027Q1", beacon(round), outside))
        .hasMessageContaining("the beacon is not the one");
  }

  private String fleetIdWithoutBeacon() {
    Derivation derivation = new Derivation(new FixedRoot(rootBytes()), "root", "example");
    byte[] profile = HEX.parseHex(PROFILE.sha256());
    try (EraSeed seed = derivation.seed(Subject.fleet(), profile, "2026Q4");
        SecretBytes key = seed.key(new byte[32]);
        KeyFile file = KeyFile.of("2026Q4", key, Map.of())) {
      return file.fleetId();
    }
  }

  private static byte[] rootBytes() {
    byte[] bytes = new byte[32];
    bytes[0] = 1;
    return bytes;
  }

  @Test
  void anotherRootIsNotTheOneThatWasCommitted() {
    committed("2026Q4", NOW, WINTER);
    assertThatThrownBy(() -> ring(2).activate("2026Q4"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not give the keys that the log is committed to");
    ring().activate("2026Q4");
    assertThatThrownBy(() -> ring(2).keys("2026Q4")).hasMessageContaining("does not give the keys");
  }

  @Test
  void gatewaysGetThisErasKeyAndNearItsEndTheNextOne() {
    committed("2026Q4", NOW, WINTER);
    committed("2027Q1", WINTER, SPRING);
    assertThat(ring().leases(Duration.ofDays(14))).isEmpty(); // committed is not active
    ring().activate("2026Q4");
    ring().activate("2027Q1");
    assertThat(eras(Duration.ofDays(14))).containsExactly("2026Q4");
    clock = WINTER.minus(Duration.ofDays(14));
    assertThat(eras(Duration.ofDays(14))).containsExactly("2026Q4", "2027Q1");
    clock = clock.minusSeconds(1);
    assertThat(eras(Duration.ofDays(14))).containsExactly("2026Q4");
    clock = WINTER;
    assertThat(eras(Duration.ofDays(14))).containsExactly("2027Q1");
    clock = SPRING;
    assertThat(eras(Duration.ofDays(14))).isEmpty();
  }

  private List<String> eras(Duration ahead) {
    return ring().leases(ahead).stream().map(lease -> lease.commit().era()).toList();
  }

  @Test
  void keysThatAreNotActiveAreNotLeased() {
    committed("2026Q4", NOW, WINTER);
    ring().activate("2026Q4");
    ring()
        .change("2026Q4", Optional.of(Subject.tenant("acme")), State.COMPROMISED, Optional.of(NOW));
    assertThat(ring().leases(Duration.ZERO).getFirst().keys().tenants()).containsExactly("globex");
    try (KeyFile scan = ring().keys("2026Q4")) {
      assertThat(scan.tenants()).containsExactly("acme", "globex"); // to scan with, it still is
    }
    ring().change("2026Q4", Optional.of(Subject.fleet()), State.COMPROMISED, Optional.of(NOW));
    assertThat(ring().leases(Duration.ZERO)).isEmpty();
  }

  @Test
  void destroyedKeysAreNotDerivedAgain() {
    committed("2026Q4", NOW, WINTER);
    ring().activate("2026Q4");
    ring().change("2026Q4", Optional.empty(), State.VERIFY_ONLY, Optional.empty());
    ring().change("2026Q4", Optional.of(Subject.tenant("acme")), State.DESTROYED, Optional.empty());
    try (KeyFile rest = ring().keys("2026Q4")) {
      assertThat(rest.tenants()).containsExactly("globex");
    }
    ring().change("2026Q4", Optional.empty(), State.DESTROYED, Optional.empty());
    assertThatThrownBy(() -> ring().keys("2026Q4")).hasMessageContaining("is destroyed");
    assertThatThrownBy(() -> ring().open("2026Q4", List.of(), true, "x"))
        .hasMessageContaining("destroyed");
    assertThat(folder.resolve("2026Q4.json")).doesNotExist();
    assertThat(folder.resolve("2026Q4.commitments")).exists();
  }

  @Test
  void serialsFormAChainAcrossProcesses() {
    EraCommit first = committed("2026Q4", NOW, WINTER);
    EraCommit second = committed("2027Q1", WINTER, SPRING);
    assertThat(first.serial()).isZero();
    assertThat(second.serial()).isEqualTo(1);
    assertThat(second.previous()).isEqualTo(first.leafHash());
    assertThatThrownBy(() -> committed("2026Q4", NOW, WINTER)).hasMessageContaining("another name");
    assertThatThrownBy(() -> committed("old", NOW.minusSeconds(9), NOW))
        .hasMessageContaining("past");
    assertThatIllegalArgumentException().isThrownBy(() -> committed("x", WINTER, NOW));
    assertThatThrownBy(() -> ring().activate("2028Q1")).hasMessageContaining("is not committed");
    assertThat(log).hasSize(2);
  }

  @Test
  void aMissingEraFileSaysWhatToDo() {
    committed("2026Q4", NOW, WINTER);
    assertThat(folder.resolve("2026Q4.json").toFile().delete()).isTrue();
    assertThatThrownBy(() -> ring().activate("2026Q4"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("restore it from the backup");
  }

  @Test
  void tenantsAreNamedOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new EraTerms("e", NOW, WINTER, PROFILE, List.of("a", "a"), new BeaconRule.None()))
        .withMessageContaining("tenant a is named twice");
  }
}
