package ai.tidemark.core.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.law.NullLaw;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a detector counts, and what it refuses, with a scheme whose every answer is known. */
final class ForeignDetectorTest {
  /** A tuple is a token; its score is the token; every key sees it modulo a number. */
  private record Tokens(int modulus, long mostTuples, Pooling pooling)
      implements ForeignScheme, KeyedScheme {
    @Override
    public String profile() {
      return "tokens";
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public int forEach(int[] ids, int n, Sink sink) {
      for (int i = 0; i < n; i++) {
        sink.tuple(i, ids, i);
      }
      return n;
    }

    @Override
    public NullLaw law() {
      return new NullLaw.ExponentialSum();
    }

    @Override
    public KeyedScheme seeded(byte[] seed) {
      return this;
    }

    @Override
    public ForeignScheme scheme() {
      return this;
    }

    @Override
    public long score(int[] words, int at) {
      return words[at];
    }

    @Override
    public boolean merges() {
      return modulus > 0;
    }

    @Override
    public long stateHigh(int[] words, int at) {
      return 0;
    }

    @Override
    public long stateLow(int[] words, int at) {
      return words[at] % modulus;
    }

    @Override
    public KeyedScheme copy() {
      return this;
    }

    @Override
    public List<String> originals() {
      return List.of();
    }

    @Override
    public OriginalFinding asOriginal(String version, int[] ids, int n) {
      throw new BadInputException("--as-original", "there is none");
    }
  }

  private static ForeignEvidence evidence(Tokens scheme, int[]... texts) {
    ForeignDetector detector = new ForeignDetector(scheme);
    detector.begin();
    for (int[] text : texts) {
      detector.add(text, text.length);
    }
    return detector.evidence();
  }

  @Test
  void aTupleCountsOnceInOneTextAndInSeveral() {
    Tokens scheme = new Tokens(0, 100, Pooling.ALLOWED);
    ForeignEvidence evidence = evidence(scheme, new int[] {3, 5, 3}, new int[] {5, 7});
    assertThat(evidence.positions()).isEqualTo(5);
    assertThat(evidence.n()).isEqualTo(3);
    assertThat(evidence.sum()).isEqualTo(BigInteger.valueOf(15));
  }

  /** After a million tuples they are taken in runs: more than one run, and a last short one. */
  @Test
  void manyTuplesOneByOneAndInRunsGiveTheSameSum() {
    Tokens scheme = new Tokens(0, 1 << 20, Pooling.ALLOWED);
    int[] ids = IntStream.rangeClosed(1, 300_001).toArray();
    ForeignDetector detector = new ForeignDetector(scheme);
    for (int text = 0; text < 5; text++) {
      detector.begin();
      detector.add(ids, ids.length);
      assertThat(detector.evidence().sum()).isEqualTo(BigInteger.valueOf(300_001L * 300_002 / 2));
    }
  }

  @Test
  void tuplesThatReachOneStateCountOnce() {
    Tokens scheme = new Tokens(10, 100, Pooling.ALLOWED);
    ForeignEvidence evidence = evidence(scheme, new int[] {3, 13, 4, 23});
    assertThat(evidence.n()).isEqualTo(2);
    assertThat(evidence.sum()).isEqualTo(BigInteger.valueOf(7));
  }

  @Test
  void moreTuplesThanTheProfileMayClaimAreRefused() {
    Tokens scheme = new Tokens(0, 2, Pooling.ALLOWED);
    assertThat(evidence(scheme, new int[] {1, 2, 2}).n()).isEqualTo(2);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> evidence(scheme, new int[] {1, 2, 3}))
        .withMessageContaining("profile tokens")
        .withMessageContaining("at most 2 distinct tuples, but there are 3");
  }

  @Test
  void oneFixedListIsNeverPooled() {
    Tokens scheme = new Tokens(0, 100, Pooling.REFUSED);
    assertThat(evidence(scheme, new int[] {1, 2}).n()).isEqualTo(2);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> evidence(scheme, new int[] {1}, new int[] {2}))
        .withMessageContaining("cannot pool texts");
  }

  @Test
  void beginForgets() {
    ForeignDetector detector = new ForeignDetector(new Tokens(0, 100, Pooling.REFUSED));
    for (int round = 0; round < 2; round++) {
      detector.begin();
      detector.add(new int[] {8}, 1);
      assertThat(detector.evidence().n()).isEqualTo(1);
    }
  }
}
