package ai.tidemark.keys.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.tidemark.keys.log.Merkle;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DrandTest {
  private static final Instant GENESIS = Instant.ofEpochSecond(1_692_803_367L);

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "2, 1", "3, 2", "5, 2", "6, 3", "3000, 1001"})
  void roundsAppearEveryThreeSeconds(long secondsAfterGenesis, long round) {
    assertThat(Drand.roundAt(GENESIS.plusSeconds(secondsAfterGenesis))).isEqualTo(round);
    assertThat(Drand.timeOf(round)).isBeforeOrEqualTo(GENESIS.plusSeconds(secondsAfterGenesis));
    assertThat(Drand.timeOf(round + 1)).isAfter(GENESIS.plusSeconds(secondsAfterGenesis));
  }

  /** At the very second of a round that round counts; one nanosecond later the next one does. */
  @Test
  void theFirstRoundIsNotBeforeTheDelay() {
    Instant outside = GENESIS.plusSeconds(9_000);
    assertThat(Drand.firstRound(outside)).isEqualTo(3_201);
    assertThat(Drand.timeOf(3_201)).isEqualTo(outside.plusSeconds(600));
    assertThat(Drand.firstRound(outside.plusNanos(1))).isEqualTo(3_202);
    assertThat(Drand.firstRound(outside.plusSeconds(3))).isEqualTo(3_202);
    assertThat(Drand.firstRound(outside.minusSeconds(1))).isEqualTo(3_201);
  }

  @Test
  void noRoundBeforeTheFirst() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Drand.roundAt(GENESIS.minusSeconds(1)))
        .withMessageContaining("no round");
  }

  @Test
  void theSaltIsTheRandomnessOrNothing() {
    byte[] signature = new byte[48];
    signature[0] = 1;
    String hash = HexFormat.of().formatHex(Merkle.sha256(signature));
    String hex = HexFormat.of().formatHex(signature);
    BeaconValue value = new BeaconValue.OfDrand(Drand.QUICKNET, 7, hash, hex);
    assertThat(value.salt()).isEqualTo(Merkle.sha256(signature));
    assertThat(new BeaconValue.None().salt()).isEqualTo(new byte[32]);
    assertThat(value.suits(new BeaconRule.OfDrand(Drand.QUICKNET))).isTrue();
    assertThat(value.suits(new BeaconRule.OfDrand("0".repeat(64)))).isFalse();
    assertThat(value.suits(new BeaconRule.None())).isFalse();
    assertThat(new BeaconValue.None().suits(new BeaconRule.OfDrand(Drand.QUICKNET))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BeaconValue.OfDrand(Drand.QUICKNET, 7, "0".repeat(64), hex))
        .withMessageContaining("SHA-256 of the signature");
  }
}
