package ai.tidemark.keys.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.secret.SecretBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DerivationTest {
  private static final byte[] PROFILE = new byte[32];
  private static final byte[] NO_BEACON = new byte[32];

  private static Derivation derivation(int root) {
    byte[] bytes = new byte[32];
    bytes[31] = (byte) root;
    return new Derivation(new FixedRoot(bytes), "root", "example");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Cuts one random string into fields in many ways: no two ways give the same bytes. */
  @Test
  void contextsNeverCollide() {
    Random random = new Random(20261124);
    for (int trial = 0; trial < 200; trial++) {
      byte[] text = new byte[1 + random.nextInt(24)];
      random.nextBytes(text);
      if (trial % 2 == 0) {
        Arrays.fill(text, (byte) 0); // lengths and contents look alike
      }
      Map<String, List<Integer>> seen = new HashMap<>();
      for (int way = 0; way < 200; way++) {
        List<Integer> cuts = new ArrayList<>();
        Fields fields = Fields.of("x");
        int from = 0;
        while (from < text.length || random.nextBoolean()) {
          int to = from + random.nextInt(text.length - from + 1);
          fields.raw(Arrays.copyOfRange(text, from, to));
          cuts.add(to);
          from = to;
        }
        List<Integer> earlier = seen.putIfAbsent(hex(fields.bytes()), cuts);
        assertThat(earlier == null || earlier.equals(cuts)).as("trial %s", trial).isTrue();
      }
    }
  }

  @Test
  void halfASurrogatePairIsRefusedBeforeItBecomesAQuestionMark() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fields.of("x").text("\ud800"))
        .withMessageContaining("surrogate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fields.of("x").raw(new byte[65536]))
        .withMessageContaining("at most 65535");
    assertThat(Fields.of("x").raw(new byte[65535]).bytes()).hasSize(3 + 2 + 65535);
  }

  /**
   * From an opened seed everything of its era follows, and nothing of another: not by any function
   * of the derivation applied to what was opened.
   */
  @Test
  void openingOneEraDerivesNoOther() {
    Derivation derivation = derivation(1);
    List<Subject> subjects =
        List.of(Subject.fleet(), Subject.tenant("acme"), Subject.tenant("globex"));
    List<String> eras = List.of("2026Q1", "2026Q2", "2026Q3", "2026Q4");
    Set<String> all = new HashSet<>();
    Map<String, byte[]> opened = new HashMap<>();
    for (Subject subject : subjects) {
      for (String era : eras) {
        try (EraSeed seed = derivation.seed(subject, PROFILE, era);
            SecretBytes key = seed.key(NO_BEACON)) {
          opened.put(subject.name() + era, seed.open());
          all.add(hex(seed.open()));
          all.add(key.use(DerivationTest::hex));
          all.add(hex(seed.commitment()));
        }
      }
    }
    assertThat(all).hasSize(3 * 12); // all seeds, keys and commitments differ
    for (Map.Entry<String, byte[]> one : opened.entrySet()) {
      for (Subject subject : subjects) {
        for (String era : eras) {
          if (one.getKey().equals(subject.name() + era)) {
            continue;
          }
          byte[] tag = derivation.tag(subject);
          try (EraSeed moved = EraSeed.of(tag, PROFILE, era, one.getValue());
              EraSeed again = EraSeed.derive(one.getValue(), tag, PROFILE, era);
              SecretBytes key = moved.key(NO_BEACON)) {
            assertThat(all)
                .doesNotContain(
                    hex(moved.commitment()),
                    hex(again.open()),
                    hex(again.commitment()),
                    key.use(DerivationTest::hex));
          }
        }
      }
    }
  }

  @Test
  void everyInputCounts() {
    Set<String> keys = new HashSet<>();
    byte[] other = new byte[32];
    other[0] = 1;
    int made = 0;
    for (int root = 0; root < 2; root++) {
      for (byte[] profile : List.of(PROFILE, other)) {
        for (String era : List.of("a", "b")) {
          for (byte[] beacon : List.of(NO_BEACON, other)) {
            for (Subject subject : List.of(Subject.fleet(), Subject.tenant("fleet"))) {
              try (EraSeed seed = derivation(root).seed(subject, profile, era);
                  SecretBytes key = seed.key(beacon)) {
                keys.add(key.use(DerivationTest::hex));
                made++;
              }
            }
          }
        }
      }
    }
    assertThat(keys).hasSize(made).hasSize(32);
  }

  @Test
  void tagsStayAndHideNames() {
    Derivation derivation = derivation(1);
    Subject acme = Subject.tenant("acme");
    try (EraSeed one = derivation.seed(acme, PROFILE, "2026Q4");
        EraSeed two = derivation.seed(acme, PROFILE, "2027Q1")) {
      assertThat(one.tag()).isEqualTo(two.tag()).isEqualTo(derivation.tag(acme));
      assertThat(one.commitment()).isNotEqualTo(two.commitment());
    }
    assertThat(derivation.tag(acme)).isNotEqualTo(derivation(2).tag(acme));
    assertThat(Tag.matches(derivation.tag(acme), "example", acme, derivation.tagSalt(acme)))
        .isTrue();
    assertThat(Tag.matches(derivation.tag(acme), "example", acme, new byte[32])).isFalse();
  }

  @Test
  void aCommitmentFileHoldsWhatItWasMadeOf() {
    Derivation derivation = derivation(3);
    List<EraSeed> seeds = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      seeds.add(derivation.seed(Subject.tenant("tenant-" + i), PROFILE, "2026Q4"));
    }
    CommitmentFile made = CommitmentFile.of(seeds);
    CommitmentFile file = CommitmentFile.parse("file", made.bytes());
    assertThat(file.root()).isEqualTo(made.root());
    for (EraSeed seed : seeds) {
      assertThat(file.holds(seed)).isTrue();
      int at = file.find(seed.tag()).orElseThrow();
      assertThat(
              Merkle.includes(
                  Merkle.leaf(file.leaf(at)), at, file.size(), file.inclusion(at), file.root()))
          .isTrue();
    }
    try (EraSeed other = derivation.seed(Subject.tenant("tenant-1"), PROFILE, "2027Q1");
        EraSeed absent = derivation.seed(Subject.tenant("nobody"), PROFILE, "2026Q4")) {
      assertThat(file.holds(other)).isFalse();
      assertThat(file.holds(absent)).isFalse();
      assertThat(file.find(absent.tag())).isEmpty();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommitmentFile.of(List.of(seeds.getFirst(), seeds.getFirst())))
        .withMessageContaining("one subject");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommitmentFile.of(List.of()))
        .withMessageContaining("there are 0");
    seeds.forEach(EraSeed::close);
  }

  @Test
  void nothingPrintsASecret() {
    try (EraSeed seed = derivation(1).seed(Subject.fleet(), PROFILE, "2026Q4");
        SecretBytes key = seed.key(NO_BEACON)) {
      assertThat(seed + " " + key).isEqualTo("EraSeed[era 2026Q4, secret] SecretBytes[redacted]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Acme", "a b", "-a", "a/b", "\u00e4"})
  void refusesNamesThatCouldNotBePseudonyms(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Subject.tenant(name));
  }

  @Test
  void refusesValuesOfOtherLengths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EraSeed.of(new byte[31], PROFILE, "e", new byte[32]))
        .withMessage("tag must have 32 bytes, but has 31");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CoinKey.commitment(PROFILE, "e", new byte[15]))
        .withMessageContaining("16 bytes, but has 15");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> derivation(1).seed(Subject.fleet(), new byte[33], "e"))
        .withMessageContaining("profileSha256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Derivation(new FixedRoot(new byte[32]), "root", "a b"))
        .withMessageContaining("deployment");
  }
}
