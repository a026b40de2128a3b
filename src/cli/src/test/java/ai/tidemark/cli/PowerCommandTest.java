package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.law.GammaTail;
import ai.tidemark.core.power.Power;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What {@code tidemark power} answers, and its model of eras against simulation. */
final class PowerCommandTest {
  private static final TupleModel HALF = new TupleModel.Gumbel(Power.DEFAULT_EXCESS);

  private record Ran(int exit, String out, String err) {}

  private static Ran run(String line) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Ran(command.execute(line.split(" ", -1)), out.toString(), err.toString());
  }

  private static JsonNode row(String line) throws IOException {
    Ran ran = run(line + " --json");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    return JsonMapper.builder().build().readTree(ran.out());
  }

  /** Least n by characteristic functions (PowerTest) and from the table of sample sizes. */
  @ParameterizedTest
  @CsvSource({
    "--share 1,                                            240,       0.001",
    "--share .01,                                          2010494,   0.001",
    "--share .0001,                                        2.005e10,  0.001",
    "--scheme green --gamma .25 --green .5 --share 1,      181,       0.02",
    "--scheme green --gamma .25 --green .5 --share .1,     15489,     0.001",
    "--scheme green --gamma .25 --green .5 --share .01,    1.51e6,    0.002",
    "--scheme green --gamma .5 --green .65 --share .5,     2217,      0.01",
  })
  void findsTheNeededNumberOfTuples(String options, double n, double tolerance) throws IOException {
    assertThat(row("power " + options).get("n").longValue() / n).isCloseTo(1, within(tolerance));
  }

  @ParameterizedTest
  @CsvSource({
    "1e6,  1,   .012",
    "1e9,  1,   .00039",
    "1e12, 1,   .000012",
    "1e6,  1e6, .016",
    "1e9,  1e6, .00051",
    "1e12, 1e6, .000016",
  })
  void findsTheSmallestShare(String n, String keys, double share) throws IOException {
    JsonNode row = row("power --scheme green --gamma .25 --green .5 --n " + n + " --keys " + keys);
    assertThat(Double.parseDouble(row.get("share").textValue()) / share).isCloseTo(1, within(0.04));
    assertThat(row.get("solvedFor").textValue()).isEqualTo("share");
  }

  @Test
  void theThreeQuestionsAgree() throws IOException {
    String rest = " --entropy 1.2 --keys 10000 --forms 2 --power .95";
    JsonNode needed = row("power --share 0.05" + rest);
    long n = needed.get("n").longValue();
    assertThat(needed.get("hypotheses").longValue()).isEqualTo(20_000);
    assertThat(Double.parseDouble(needed.get("lnAlpha").textValue()))
        .isCloseTo(Math.log(1e-6 / 20_000), within(1e-9));
    assertThat(Double.parseDouble(needed.get("excess").textValue()))
        .isCloseTo((Math.PI * Math.PI / 6 - 1) * 1.2, within(1e-12));
    JsonNode share = row("power --n " + n + rest);
    assertThat(Double.parseDouble(share.get("share").textValue())).isBetween(0.0499, 0.05001);
    JsonNode power = row("power --share 0.05 --n " + n + rest);
    assertThat(Double.parseDouble(power.get("power").textValue())).isBetween(0.9499, 0.951);
    JsonNode none = row("power --n 10" + rest);
    assertThat(none.get("share").isNull()).isTrue();
    JsonNode beyond = row("power --share 1e-8" + rest);
    assertThat(beyond.get("n").isNull()).isTrue();
  }

  /**
   * Marked tuples of four eras, each tuple scored under every era's key and all scores added; and
   * one era's key alone. Catches eras that are not charged, or diluted by anything but E.
   */
  @ParameterizedTest
  @CsvSource({"POOLED, 932", "POOLED, 700", "ALONE, 3000", "CONCENTRATED, 230"})
  void erasAreAsSimulated(PowerPlan.View view, int n) {
    int eras = 4;
    PowerPlan plan = new PowerPlan(HALF, 1e-6, 0.99, 1, 1, eras);
    assertThat(plan.lnAlpha()).isCloseTo(Math.log(1e-6 / 5), within(1e-9));
    SplittableRandom random = new SplittableRandom(view.name().length());
    int keys = view == PowerPlan.View.POOLED ? eras : 1;
    double critical = Power.criticalSum((long) n * keys, plan.lnAlpha()).doubleValue() * 0x1p-32;
    int runs = 1_500;
    int reached = 0;
    for (int run = 0; run < runs; run++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        int era = view == PowerPlan.View.CONCENTRATED ? 0 : random.nextInt(eras);
        for (int key = 0; key < keys; key++) {
          double v = 1 - random.nextDouble();
          sum -= key == era ? Math.log1p(-Math.sqrt(v)) : Math.log(v); // q = 1/2: u = sqrt(v)
        }
      }
      reached += sum >= critical ? 1 : 0;
    }
    double predicted = plan.probability(view, n, 1);
    double measured = (double) reached / runs;
    double error = Math.sqrt(predicted * (1 - predicted) / runs);
    System.out.printf(
        Locale.ROOT,
        "measured: power of %s with n %d in %d eras: predicted %.4f, simulated %.4f +- %.4f%n",
        view,
        n,
        eras,
        predicted,
        measured,
        error);
    assertThat(measured).isCloseTo(predicted, within(3 * error + 1e-3));
    assertThat(GammaTail.lnQ((long) n * keys, critical)).isCloseTo(plan.lnAlpha(), within(1e-6));
  }

  @Test
  void erasCostTheRootOfTheirNumberInZ() {
    // levels equal: one hypothesis, and five of which each gets 1e-6
    PowerPlan one = new PowerPlan(HALF, 1e-6, 0.99, 1, 1, 1);
    PowerPlan four = new PowerPlan(HALF, 5e-6, 0.99, 1, 1, 4);
    assertThat(four.lnAlpha()).isCloseTo(one.lnAlpha(), within(1e-12));
    double n = one.tuplesFor(PowerPlan.View.SINGLE, 0.01).orElseThrow();
    assertThat(four.tuplesFor(PowerPlan.View.POOLED, 0.01).orElseThrow() / n)
        .isCloseTo(4, within(0.02));
    assertThat(four.tuplesFor(PowerPlan.View.ALONE, 0.01).orElseThrow() / n)
        .isCloseTo(16, within(0.1));
    assertThat(four.tuplesFor(PowerPlan.View.CONCENTRATED, 0.01).orElseThrow() / n).isEqualTo(1);
    assertThat(four.shareFor(PowerPlan.View.POOLED, (long) (4 * n)).orElseThrow())
        .isCloseTo(0.01, within(1e-4));
    assertThat(four.shareFor(PowerPlan.View.ALONE, 500)).isEmpty();
  }

  @Test
  void erasCostGreenListsTheSame() throws IOException {
    String green = "power --scheme green --gamma .25 --green .5 --alpha 5e-6 --eras 4";
    JsonNode pooled = row(green + " --share .1"); // the first of three rows
    assertThat(pooled.get("view").textValue()).isEqualTo("pooled");
    assertThat(pooled.get("n").longValue() / 15489.0).isCloseTo(4, within(0.1));
    JsonNode share = row(green + " --n " + pooled.get("n").longValue());
    assertThat(Double.parseDouble(share.get("share").textValue())).isCloseTo(0.1, within(2e-4));
    assertThat(row(green + " --n 250").get("share").isNull()).isTrue();
  }

  @Test
  void printsATableForPeople() {
    Ran usual = run("power");
    assertThat(usual.exit()).isZero();
    assertThat(usual.out())
        .contains("0.5000 nats above chance", "alpha 0.000001 for 1 hypothesis")
        .containsPattern("\\n +share +n +power\\n +1 +240 +0\\.99\\n")
        .containsPattern("\\n +0\\.0001 +20,0\\d\\d,\\d{3},\\d{3} +0\\.99\\n");
    assertThat(run("power --n 20 --n 1_000").out())
        .containsPattern("not testable +20 ")
        .containsPattern("0\\.4\\d+ +1,000 ");
    assertThat(run("power --share 1 --eras 4").out())
        .contains("for 5 hypotheses (keys 1, forms 1, eras 4)", "evidence of all eras added:");
    assertThat(run("power --share 1e-9").out()).contains("more than 2^50");
    assertThat(run("power --share 1e-6 --n 1000").out()).contains("1,000 0.000001000");
    assertThat(run("power --scheme green --gamma .25 --green .5").out())
        .contains("0.25 of the tuples green by chance, 0.5 if marked");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--n 0.5 | '0.5' is not a whole number",
        "--n 0 | '0' is not a whole number",
        "--n 1e99999999 | is not a whole number",
        "--n 1e16 | --n must be at most 2^50",
        "--n 1e15 --eras 4 | --n must be at most 2^50 divided by the eras",
        "--share 0 | --share must be in 1e-9..1, but is 0.0",
        "--share NaN | --share must be in 1e-9..1",
        "--alpha 1 | --alpha must be between 0 and 1",
        "--power 0 | --power must be between 0 and 1",
        "--keys 1e13 | --keys must be at most 2^40",
        "--forms 3 | --forms must be 1 or 2, but is 3",
        "--eras 0 | --eras must be in 1..10000",
        "--entropy -1 | --entropy must be above 0",
        "--excess 31 | --excess must be above 0, at most 30",
        "--entropy 1 --excess 1 | --entropy or --excess, not both",
        "--gamma .5 | belong to --scheme green",
        "--scheme green | needs --gamma and --green",
        "--scheme green --gamma 1 --green .5 | --gamma must be in 0..1",
        "--scheme green --gamma .3333333333333 --green .5 | at most 9 decimals",
        "--scheme green --gamma .5 --green .5 | --green must be above --gamma",
        "--scheme green --gamma .5 --green .6 --excess 1 | belong to --scheme gumbel",
        "--scheme pink | --scheme",
      })
  void refusesWhatCannotBeAsked(String options, String problem) {
    Ran ran = run("power " + options);
    assertThat(ran.exit()).isEqualTo(Main.USAGE);
    assertThat(ran.err()).startsWith("tidemark: ").contains(problem).contains("Try: tidemark");
    assertThat(ran.out()).isEmpty();
  }
}
