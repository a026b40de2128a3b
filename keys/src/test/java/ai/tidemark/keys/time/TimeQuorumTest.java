package ai.tidemark.keys.time;

import static ai.tidemark.keys.time.Tokens.IMPRINT;
import static ai.tidemark.keys.time.Tokens.at;
import static ai.tidemark.keys.time.Tokens.authority;
import static ai.tidemark.keys.time.Tokens.client;
import static ai.tidemark.keys.time.Tokens.raw;
import static ai.tidemark.keys.time.Tokens.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.keys.time.TimeException.Code;
import ai.tidemark.keys.time.TimeQuorum.Stamp;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TimeQuorumTest {
  private static final TestTimeAuthority ONE = authority("one", "2026-06-01T00:00:00Z", 2026, 2028);
  private static final TestTimeAuthority TWO = authority("two", "2026-06-01T00:00:07Z", 2026, 2040);
  private static final TestTimeAuthority THREE =
      authority("three", "2026-06-01T00:01:00Z", 2026, 2040);
  private static final List<X509Certificate> ROOTS = List.of(ONE.root(), TWO.root(), THREE.root());
  private static final Instant SOON = Instant.parse("2026-06-02T00:00:00Z");
  private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

  private static TimeQuorum of(int needed) {
    return new TimeQuorum(ROOTS, needed, Set.of());
  }

  @Test
  void theTimeIsWhenEnoughHadSaidSo() {
    List<Stamp> stamps = List.of(Stamp.of(raw(THREE)), Stamp.of(raw(ONE)), Stamp.of(raw(TWO)));
    TimeQuorum.Agreed agreed = of(2).verify(stamps, IMPRINT, SOON);
    assertThat(agreed.latest()).isEqualTo(Instant.parse("2026-06-01T00:00:08Z"));
    assertThat(agreed.times())
        .extracting(VerifiedTime::authority)
        .containsExactly(
            "CN=one test authority", "CN=two test authority", "CN=three test authority");
    assertThat(of(3).verify(stamps, IMPRINT, SOON).latest())
        .isEqualTo(Instant.parse("2026-06-01T00:01:01Z"));
  }

  @Test
  void oneAuthorityTwiceIsOne() {
    List<Stamp> stamps = List.of(Stamp.of(raw(ONE)), Stamp.of(raw(ONE)));
    refused(Code.QUORUM, () -> of(2).verify(stamps, IMPRINT, SOON));
    assertThat(of(1).verify(stamps, IMPRINT, SOON).times()).hasSize(1);
  }

  @Test
  void aBadStampDoesNotSpoilTheOthersAndIsTold() {
    TestTimeAuthority stranger = authority("stranger", "2026-06-01T00:00:00Z", 2026, 2040);
    List<Stamp> stamps =
        List.of(
            Stamp.of(new byte[] {1}),
            Stamp.of(raw(TWO)),
            Stamp.of(raw(stranger)),
            Stamp.of(raw(ONE)));
    TimeQuorum.Agreed agreed = of(2).verify(stamps, IMPRINT, SOON);
    assertThat(agreed.refused())
        .extracting(TimeException::code)
        .containsExactly(Code.MALFORMED, Code.CHAIN_NOT_TRUSTED);
    assertThatThrownBy(() -> of(3).verify(stamps, IMPRINT, SOON))
        .hasMessageContaining("2 of 3 authorities; MALFORMED: ")
        .hasMessageContaining("CHAIN_NOT_TRUSTED: ");
  }

  @Test
  void anExpiredStampCountsOnlyWithItsRecord() {
    byte[] token = raw(ONE);
    List<Stamp> expired = List.of(Stamp.of(token), Stamp.of(raw(TWO)));
    refused(Code.QUORUM, () -> of(2).verify(expired, IMPRINT, LATER));
    byte[] record = EvidenceRecords.begin(token, client(TWO, at("2026-06-01T00:00:07Z")));
    List<Stamp> renewed = List.of(Stamp.renewed(token, record), Stamp.of(raw(TWO)));
    assertThat(of(2).verify(renewed, IMPRINT, LATER).latest())
        .isEqualTo(Instant.parse("2026-06-01T00:00:08Z"));
  }

  @Test
  void asksAllAndNeedsSome() {
    TimeStamper broken =
        _ -> {
          throw new TimeException(Code.NO_ANSWER, "down");
        };
    List<TimeStamper> authorities =
        List.of(
            client(ONE, at("2026-06-01T00:00:00Z")),
            broken,
            client(TWO, at("2026-06-01T00:00:07Z")));
    assertThat(of(2).stamp(IMPRINT, authorities)).hasSize(2);
    refused(Code.QUORUM, () -> of(3).stamp(IMPRINT, authorities));
  }

  @Test
  void cannotNeedMoreThanThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(4))
        .withMessageContaining("needed must be in 1..3 (the roots), but is 4");
    assertThatIllegalArgumentException().isThrownBy(() -> of(0));
  }
}
