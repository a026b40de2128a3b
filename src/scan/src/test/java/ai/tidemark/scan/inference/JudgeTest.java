package ai.tidemark.scan.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.ScoreSum;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JudgeTest {
  private static Evidence evidence(long n, double nats) {
    BigInteger sum = new BigDecimal(nats).multiply(new BigDecimal(1L << 32)).toBigInteger();
    return new Evidence(n, ScoreSum.of(sum));
  }

  private static List<Finding> judge(Evidence... evidence) {
    return new Judge(Levels.DEFAULT, 1)
        .together(
            Arrays.stream(evidence)
                .map(e -> new Judge.Case(Claim.TENANT, "era", "t", "id", List.of(e)))
                .toList());
  }

  @Test
  void aHypothesisPaysForThoseBesideIt() {
    Evidence strong = evidence(400, 512); // p about 1e-7
    double alone = judge(strong).getFirst().adjustedLnP();
    assertThat(alone).isEqualTo(strong.lnP());
    assertThat(judge(strong).getFirst().verdict()).isEqualTo(Verdict.MARKED);

    Evidence[] many = new Evidence[100];
    Arrays.fill(many, evidence(400, 400));
    many[7] = strong;
    Finding paid = judge(many).get(7);
    assertThat(paid.adjustedLnP()).isCloseTo(alone + Math.log(100), within(1e-9));
    assertThat(paid.verdict()).isEqualTo(Verdict.ALERT);
    assertThat(paid.lnP()).isEqualTo(strong.lnP());
  }

  private static org.assertj.core.data.Offset<Double> within(double value) {
    return org.assertj.core.data.Offset.offset(value);
  }

  @Test
  void tooLittleTextIsNotTestableAndEnoughIsNotShown() {
    assertThat(judge(Evidence.NONE).getFirst().verdict()).isEqualTo(Verdict.NOT_TESTABLE);
    assertThat(judge(evidence(50, 50)).getFirst().verdict()).isEqualTo(Verdict.NOT_TESTABLE);
    assertThat(judge(evidence(400, 400)).getFirst().verdict()).isEqualTo(Verdict.NOT_SHOWN);
    // what is shown is shown, however short
    assertThat(judge(evidence(20, 70)).getFirst().verdict()).isEqualTo(Verdict.MARKED);
  }

  @Test
  void theShareIsReadFromTheMean() {
    ShareEstimate share = new Judge(Levels.DEFAULT, 1).share(evidence(1_000_000, 1_005_000));
    assertThat(share.share()).isCloseTo(0.01, within(1e-9));
    // 1.96 / sqrt(1e6) / 0.5 = 0.0039 to either side
    assertThat(share.low()).isCloseTo(0.0061, within(1e-4));
    assertThat(share.high()).isCloseTo(0.0139, within(1e-4));
    assertThat(new Judge(Levels.DEFAULT, 1).share(evidence(1000, 10)).share()).isZero();
  }

  @Test
  void decoysCanBeRecomputedFromTheSeed() throws Exception {
    byte[] input = "tidemark-decoy-v1\0seed\0\0\0\0\0\0\0\2".getBytes(StandardCharsets.US_ASCII);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(input);
    List<DrawKey> keys = DecoyKeys.of("seed", 3);
    assertThat(keys.get(2)).isEqualTo(DrawKey.copyOf(Arrays.copyOf(hash, 16)));
    assertThat(keys.get(0)).isNotEqualTo(keys.get(1));
  }
}
