package ai.tidemark.keys.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EraHistoryTest {
  private static final Instant T = Instant.parse("2026-11-24T11:30:00Z");
  private static final String HASH = "ab".repeat(32);
  private static final String ACME = "01".repeat(32);
  private static final String OTHER = "02".repeat(32);

  private final EraHistory history = new EraHistory();

  private EraCommit next(String era) {
    return commit(era, history.nextSerial(), history.last());
  }

  private static EraCommit commit(String era, int serial, String previous) {
    return new EraCommit(
        T,
        "example",
        era,
        T,
        T.plusSeconds(10),
        serial,
        previous,
        new ProfilePin("tidemark-gumbel-aes-v1", HASH, "sha256:" + HASH),
        3,
        HASH,
        new BeaconRule.None());
  }

  private static Activate activate(EraCommit commit) {
    return new Activate(T, commit.era(), commit.leafHash(), new BeaconValue.None(), HASH);
  }

  private static KeyState change(EraCommit commit, String subject, State state) {
    return change(commit, subject, state, T);
  }

  private static KeyState change(EraCommit commit, String subject, State state, Instant at) {
    Optional<String> to = state == State.DISCLOSED ? Optional.of("expert") : Optional.empty();
    return new KeyState(T, commit.era(), commit.leafHash(), subject, state, at, to);
  }

  private EraCommit apply(EraCommit commit, State... states) {
    history.apply("commit", commit);
    for (State state : states) {
      if (state == State.ACTIVE) {
        history.apply("activate", activate(commit));
      } else {
        history.apply("change", change(commit, KeyState.ALL, state));
      }
    }
    return commit;
  }

  private State state(String era, String tag) {
    return history.era(era).orElseThrow().state(tag);
  }

  @Test
  void theWholeLifeOfAnEra() {
    EraCommit era = next("2026Q4");
    apply(era);
    assertThat(state("2026Q4", KeyState.ALL)).isEqualTo(State.COMMITTED);
    history.apply("activate", activate(era));
    assertThat(state("2026Q4", ACME)).isEqualTo(State.ACTIVE);
    for (State state : EnumSet.of(State.VERIFY_ONLY, State.DISCLOSED, State.DESTROYED)) {
      history.apply("change", change(era, KeyState.ALL, state));
      assertThat(state("2026Q4", ACME)).isEqualTo(state);
    }
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void onlyTheStatesInTheirOrder(State from) {
    Set<State> allowed =
        switch (from) {
          case COMMITTED -> EnumSet.of(State.ACTIVE, State.COMPROMISED);
          case ACTIVE -> EnumSet.of(State.VERIFY_ONLY, State.COMPROMISED);
          case VERIFY_ONLY, DISCLOSED, COMPROMISED ->
              EnumSet.of(State.DISCLOSED, State.COMPROMISED, State.DESTROYED);
          case DESTROYED -> EnumSet.of(State.COMPROMISED);
        };
    for (State to : State.values()) {
      assertThat(to.mayFollow(from)).as("%s -> %s", from, to).isEqualTo(allowed.contains(to));
    }
  }

  @Test
  void aRefusedRecordChangesNothing() {
    EraCommit era = apply(next("2026Q4"));
    KeyState early = change(era, KeyState.ALL, State.VERIFY_ONLY);
    assertThatThrownBy(() -> history.apply("log entry 3", early))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("log entry 3")
        .hasMessageContaining("COMMITTED cannot become VERIFY_ONLY");
    assertThat(state("2026Q4", ACME)).isEqualTo(State.COMMITTED);
    history.apply("activate", activate(era));
    assertThatThrownBy(() -> history.apply("again", activate(era)))
        .hasMessageContaining("ACTIVE already");
  }

  @Test
  void oneKeyMayGoAheadOfTheOthersAndNeverBack() {
    EraCommit era = apply(next("2026Q4"), State.ACTIVE);
    history.apply("x", change(era, ACME, State.VERIFY_ONLY));
    history.apply("x", change(era, ACME, State.DISCLOSED));
    assertThat(state("2026Q4", ACME)).isEqualTo(State.DISCLOSED);
    assertThat(state("2026Q4", OTHER)).isEqualTo(State.ACTIVE);
    history.apply("x", change(era, KeyState.ALL, State.VERIFY_ONLY));
    assertThat(state("2026Q4", ACME)).isEqualTo(State.DISCLOSED);
    assertThat(state("2026Q4", OTHER)).isEqualTo(State.VERIFY_ONLY);
    assertThatThrownBy(() -> history.apply("x", change(era, ACME, State.VERIFY_ONLY)))
        .hasMessageContaining("DISCLOSED cannot become VERIFY_ONLY");
  }

  @Test
  void theEarliestCompromiseCounts() {
    EraCommit era = apply(next("2026Q4"), State.ACTIVE);
    assertThat(history.era("2026Q4").orElseThrow().compromisedAt(ACME)).isEmpty();
    history.apply("x", change(era, ACME, State.COMPROMISED, T.plusSeconds(5)));
    history.apply("x", change(era, KeyState.ALL, State.COMPROMISED, T.plusSeconds(3)));
    EraHistory.Era seen = history.era("2026Q4").orElseThrow();
    assertThat(seen.compromisedAt(ACME)).contains(T.plusSeconds(3));
    assertThat(seen.compromisedAt(OTHER)).contains(T.plusSeconds(3));
    assertThat(state("2026Q4", ACME)).isEqualTo(State.COMPROMISED);
  }

  @Test
  void erasFormAChain() {
    EraCommit first = apply(next("2026Q4"));
    assertThat(history.last()).isEqualTo(first.leafHash());
    EraCommit leftOut = commit("2027Q1", 2, first.leafHash());
    EraCommit elsewhere = commit("2027Q1", 1, HASH);
    EraCommit again = next("2026Q4");
    for (EraCommit bad : new EraCommit[] {leftOut, elsewhere}) {
      assertThatThrownBy(() -> history.apply("x", bad)).hasMessageContaining("must have serial 1");
    }
    assertThatThrownBy(() -> history.apply("x", again)).hasMessageContaining("committed already");
    apply(next("2027Q1"));
    assertThat(history.eras()).extracting(era -> era.commit().serial()).containsExactly(0, 1);
    assertThat(first.overlaps(history.eras().get(1).commit())).isTrue();
  }

  @Test
  void recordsOfUnknownErasAreRefused() {
    EraCommit era = next("2026Q4");
    assertThatThrownBy(() -> history.apply("x", activate(era)))
        .hasMessageContaining("not committed by that record");
    apply(era);
    Activate renamed = new Activate(T, "2027Q1", era.leafHash(), new BeaconValue.None(), HASH);
    assertThatThrownBy(() -> history.apply("x", renamed))
        .hasMessageContaining("not committed by that record");
  }

  @Test
  void theBeaconIsTheOnePromised() {
    EraCommit plain = next("2026Q4");
    EraCommit era =
        new EraCommit(
            T,
            plain.deployment(),
            plain.era(),
            plain.start(),
            plain.end(),
            0,
            EraCommit.NONE,
            plain.profile(),
            1,
            HASH,
            new BeaconRule.OfDrand(Drand.QUICKNET));
    apply(era);
    assertThatThrownBy(() -> history.apply("x", activate(era)))
        .hasMessageContaining("the beacon is not the one");
  }
}
