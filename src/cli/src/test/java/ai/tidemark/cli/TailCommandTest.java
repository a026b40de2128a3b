package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code tidemark tail} as an auditor runs it. */
final class TailCommandTest {
  private static final String WEIGHTS =
      IntStream.range(0, 30).mapToObj(i -> (290 - 9 * i) + "").collect(Collectors.joining(","));

  private record Ran(int exit, String out, String err) {
    BigDecimal lnP() {
      assertThat(exit).as(err).isZero();
      return new BigDecimal(out.lines().findFirst().orElseThrow().substring("ln p = ".length()));
    }
  }

  private static Ran run(String line) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit = command.execute(("tail " + line).split(" ", -1));
    return new Ran(exit, out.toString(), err.toString());
  }

  private static JsonNode cases() throws IOException {
    try (InputStream in = TailCommandTest.class.getResourceAsStream("/vectors/stats-tails.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in)).get("cases");
    }
  }

  private static void assertClose(BigDecimal actual, JsonNode expected, Object where) {
    double value = new BigDecimal(expected.textValue()).doubleValue();
    double error = Math.abs(actual.doubleValue() - value);
    assertThat(error).as("%s", where).isLessThanOrEqualTo(2e-14 * Math.abs(value) + 1e-60);
  }

  @Test
  void storedTailsAreMetThroughTheCommand() throws IOException {
    int seen = 0;
    for (JsonNode row : cases()) {
      String n = row.path("n").asText();
      switch (row.get("kind").textValue()) {
        case "gamma" -> {
          String s = new BigDecimal(row.get("s").doubleValue()).toString();
          s = s.length() > 60 ? row.get("s").asText() : s;
          assertClose(run("--law gamma --n " + n + " --score " + s).lnP(), row.get("log_p"), row);
        }
        case "binomial" -> {
          String rest = " --n " + n + " --k " + row.get("k") + " --p " + row.get("gamma").asText();
          assertClose(run("--law binomial" + rest).lnP(), row.get("log_p_ge"), row);
          assertClose(run("--law binomial-midp" + rest).lnP(), row.get("log_mid_p"), row);
        }
        case "weighted_bernoulli" -> {
          String rest =
              " --weights "
                  + WEIGHTS
                  + " --score "
                  + row.get("t_integer_units")
                  + " --p "
                  + row.get("p_one").asText();
          String positions = row.get("positions").asText();
          assertClose(
              run("--law weighted --n " + positions + rest).lnP(), row.get("log_p_ge"), row);
        }
        case "dual_mixture" -> {
          String rest =
              " --alpha " + row.get("alpha").asText() + " --score " + row.get("s").asText();
          assertClose(run("--law dual --n " + n + rest).lnP(), row.get("log_p"), row);
        }
        default -> seen--;
      }
      seen++;
    }
    assertThat(seen).isGreaterThan(400);
  }

  @Test
  void decimalsAreReadExactly() {
    String whole = run("--law weighted --n 20 --weights 3,2,1 --score 70").out();
    assertThat(run("--law weighted --n 20 --weights 0.3,0.2,0.1 --score 7").out()).isEqualTo(whole);
    assertThat(run("--law weighted --n 20 --weights 3e3,2e3,1e3 --score 69000.5").out())
        .isEqualTo(whole);
    assertThat(run("--law weighted --n 20 --weights 3,2,1 --score 70.0001").out())
        .isNotEqualTo(whole);
    String quarter = run("--law binomial --n 100 --k 40 --p 0.25").out();
    assertThat(run("--law binomial --n 100 --k 40 --p 1/4").out()).isEqualTo(quarter);
    assertThat(run("--law binomial --n 100 --k 40 --p 25e-2").out()).isEqualTo(quarter);
    assertThat(run("--law dual --n 9 --alpha 1/10 --score 14").out())
        .isEqualTo(run("--law dual --n 9 --alpha 0.1 --score 14").out());
    // n = 10^12: the double nearest to the score is 1e-4 off, and the tail would move by as much
    BigDecimal low = run("--law gamma --n 1000000000000 --score 1000006000000").lnP();
    BigDecimal high = run("--law gamma --n 1000000000000 --score 1000006000000.00001").lnP();
    double slope = low.subtract(high).doubleValue() / 0.00001;
    assertThat(slope).isBetween(6e-6, 6.4e-6);
  }

  @Test
  void allBitsSetIsTheLastTail() {
    // P = 2^-60
    double lnP = run("--law weighted --n 20 --weights 3,2,1 --score 120").lnP().doubleValue();
    assertThat(lnP).isCloseTo(-60 * Math.log(2), within(1e-13));
  }

  @Test
  void jsonHoldsTheSameDigits() throws IOException {
    Ran text = run("--law dual --n 40 --alpha 0.3 --score 60");
    Ran json = run("--law dual --n 40 --alpha 0.3 --score 60 --json");
    JsonNode node = new ObjectMapper().readTree(json.out());
    assertThat(new BigDecimal(node.get("lnP").textValue())).isEqualTo(text.lnP());
    assertThat(new BigDecimal(node.get("chernoffLnP").textValue())).isGreaterThan(text.lnP());
    assertThat(text.out().lines()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--law poisson --n 5|gamma, binomial, binomial-midp, weighted or dual",
        "--law gamma --n 0 --score 1|--n must be in 1..2^53",
        "--law gamma --n 5|needs --score",
        "--law gamma --n 5 --score -1|--score must be in 0..1e18",
        "--law gamma --n 5 --score 1e999|--score must be in 0..1e18",
        "--law gamma --n 5 --score NaN|--score must be a decimal",
        "--law gamma --n 5 --score 3 --p 0.5|does not take --p",
        "--law gamma --n 5 --score 3 --k 1|does not take --k",
        "--law binomial --n 5 --p 0.5|needs --k",
        "--law binomial --n 5 --k 6 --p 0.5|--k must be in 0..5",
        "--law binomial --n 5 --k 3 --p 1|--p must be above 0 and below 1",
        "--law binomial --n 5 --k 3 --p 1/0|positive denominator",
        "--law binomial --n 5 --k 3 --p 0.1 --score 3|takes --n, --k and --p only",
        "--law binomial --n 5 --k 3|needs --p",
        "--law weighted --n 5 --score 3|needs --weights",
        "--law weighted --n 5 --weights 1,0 --score 3|--weights must be positive",
        "--law weighted --n 5 --weights 1,x --score 3|--weights must be a decimal",
        "--law weighted --n 5 --weights 1,2 --score 15.01|at most N times the sum",
        "--law weighted --n 5 --weights 1,1e-30 --score 3|too fine a common lattice",
        "--law weighted --n 100000 --weights 1.000000000001,1,0.7 --score 140000|round them",
        "--law dual --n 5 --score 3|needs --alpha",
        "--law dual --n 5 --alpha 1.1 --score 3|--alpha must be in 0..1",
      })
  void badInputIsOneClearError(String line, String message) {
    Ran ran = run(line);
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains(message);
    assertThat(ran.err().lines()).hasSize(2);
    assertThat(ran.out()).isEmpty();
  }
}
