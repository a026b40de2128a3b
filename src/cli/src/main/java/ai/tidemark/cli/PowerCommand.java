package ai.tidemark.cli;

import ai.tidemark.core.power.GreenListPower;
import ai.tidemark.core.power.MarkedScore;
import ai.tidemark.core.power.Power;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tidemark power}: how much text is needed, and what a given amount can show. */
@Command(
    name = "power",
    mixinStandardHelpOptions = true,
    description = {
      "How many scored tuples show a share of marked text; with --n, the smallest share that so"
          + " many show; with both, the power.",
      "n counts distinct tuples that one key scores. With the default profile that is half of the"
          + " distinct tuples of a text for the fleet key and half for each tenant's. Share is that"
          + " of marked tuples among them."
    },
    footer = {
      "",
      "Examples:",
      "  tidemark power",
      "  tidemark power --share 0.01 --entropy 1.2 --keys 10000",
      "  tidemark power --n 1e6 --keys 100 --power .99",
      "  tidemark power --n 300 --share 1 --forms 2",
      "  tidemark power --share 0.1 --eras 4",
      "  tidemark power --scheme green --gamma .25 --green .5 --share .01"
    })
final class PowerCommand implements Callable<Integer> {
  private static final double[] USUAL_SHARES = {1, 0.5, 0.1, 0.01, 1e-3, 1e-4};
  private static final int MOST_PLACES = 9;

  @Spec private CommandSpec spec;

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      description = "Share of marked tuples, above 0 to 1; repeat for more. Default: 1 to 0.0001.")
  private final List<Double> shares = new ArrayList<>();

  @Option(
      names = "--n",
      paramLabel = "N",
      converter = Count.class,
      description = "Scored tuples, for example 300, 1e6 or 1_000_000; repeat for more.")
  private final List<Long> tuples = new ArrayList<>();

  @Option(
      names = "--entropy",
      paramLabel = "NATS",
      description =
          "Mean entropy of the sampling distribution per token, in nats (a bit is 0.693): the"
              + " excess is then at least (pi^2/6 - 1) times it, and that least is taken.")
  private @Nullable Double entropy;

  @Option(
      names = "--excess",
      paramLabel = "NATS",
      description =
          "Or: nats per tuple that fully marked text scores above chance, as the proxy's records"
              + " give it. Default 0.5, a choice between two equally likely tokens.")
  private @Nullable Double excess;

  @Option(
      names = "--alpha",
      defaultValue = "1e-6",
      paramLabel = "P",
      description = "Level of all hypotheses together (default: ${DEFAULT-VALUE}, marked).")
  private double alpha;

  @Option(
      names = "--power",
      defaultValue = "0.99",
      paramLabel = "P",
      description = "Probability to show it (default: ${DEFAULT-VALUE}).")
  private double power;

  @Option(
      names = "--keys",
      defaultValue = "1",
      paramLabel = "K",
      converter = Count.class,
      description =
          "Hypotheses about keys that are paid for, for each era (default: ${DEFAULT-VALUE});"
              + " detect pays for 1 + 2T with T tenants, a corpus for 1 + T.")
  private long keys;

  @Option(
      names = "--forms",
      defaultValue = "1",
      paramLabel = "F",
      description =
          "Forms of each text that are scored and paid for: 2 for raw and normalised (default:"
              + " ${DEFAULT-VALUE}).")
  private int forms;

  @Option(
      names = "--eras",
      defaultValue = "1",
      paramLabel = "E",
      description =
          "Eras the marked text comes from, 1/E of it each. E eras are E passes, cost sqrt(E) in z"
              + " and multiply the hypotheses by E + 1 (default: ${DEFAULT-VALUE}).")
  private int eras;

  @Option(
      names = "--scheme",
      defaultValue = "gumbel",
      paramLabel = "gumbel|green",
      description = "Kind of score (default: ${DEFAULT-VALUE}).")
  private Scheme scheme;

  @Option(
      names = "--gamma",
      paramLabel = "SHARE",
      description = "With --scheme green: share of green tokens in unmarked text.")
  private @Nullable BigDecimal gamma;

  @Option(
      names = "--green",
      paramLabel = "SHARE",
      description = "With --scheme green: share of green tokens in fully marked text.")
  private @Nullable Double green;

  @Option(names = "--json", description = "One JSON object a line instead of a table.")
  private boolean json;

  /** Kinds of scores. */
  enum Scheme {
    /** Sums of exponential scores. */
    GUMBEL,
    /** Counts of green tokens. */
    GREEN
  }

  @Override
  public Integer call() {
    PowerPlan plan = plan();
    PowerTable table = new PowerTable(plan, entropy != null, spec.commandLine().getOut(), json);
    if (tuples.isEmpty() && shares.isEmpty()) {
      for (double share : USUAL_SHARES) {
        shares.add(share);
      }
    }
    table.head();
    for (PowerPlan.View view : plan.views()) {
      table.view(view, tuples, shares);
    }
    return Main.FINISHED;
  }

  private PowerPlan plan() {
    within("--alpha", alpha, alpha > 0 && alpha < 1, "between 0 and 1");
    within("--power", power, power > 0 && power < 1, "between 0 and 1");
    within("--forms", forms, forms == 1 || forms == 2, "1 or 2");
    within("--eras", eras, eras >= 1 && eras <= 10_000, "in 1..10000");
    within("--keys", keys, keys <= 1L << 40, "at most 2^40");
    for (double share : shares) {
      within("--share", share, share >= 1e-9 && share <= 1, "in 1e-9..1");
    }
    PowerPlan plan = new PowerPlan(model(), alpha, power, keys, forms, eras);
    for (long n : tuples) {
      within("--n", n, n <= plan.mostTuples(), "at most 2^50 divided by the eras");
    }
    return plan;
  }

  private TupleModel model() {
    if (scheme == Scheme.GREEN) {
      return green();
    }
    if (gamma != null || green != null) {
      throw usage("--gamma and --green belong to --scheme green");
    }
    if (entropy != null && excess != null) {
      throw usage("give --entropy or --excess, not both");
    }
    if (entropy != null) {
      within("--entropy", entropy, entropy > 0 && entropy <= 30, "above 0, at most 30");
      return new TupleModel.Gumbel(MarkedScore.leastExcess(entropy));
    }
    double nats = excess == null ? Power.DEFAULT_EXCESS : excess;
    within("--excess", nats, nats > 0 && nats <= 30, "above 0, at most 30");
    return new TupleModel.Gumbel(nats);
  }

  private TupleModel green() {
    if (entropy != null || excess != null) {
      throw usage("--entropy and --excess belong to --scheme gumbel; here give --gamma, --green");
    }
    if (gamma == null || green == null) {
      throw usage("--scheme green needs --gamma and --green");
    }
    BigDecimal null_ = gamma.stripTrailingZeros();
    boolean proper = null_.signum() > 0 && null_.compareTo(BigDecimal.ONE) < 0;
    within("--gamma", gamma, proper && null_.scale() <= MOST_PLACES, "in 0..1, at most 9 decimals");
    within("--green", green, green > gamma.doubleValue() && green < 1, "above --gamma, below 1");
    long successes = null_.unscaledValue().longValueExact();
    long of = BigDecimal.TEN.pow(null_.scale()).longValueExact();
    return new TupleModel.Green(new GreenListPower(successes, of, green));
  }

  private void within(String name, Object value, boolean holds, String limit) {
    if (!holds) {
      throw usage(name + " must be " + limit + ", but is " + value);
    }
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  /** Whole numbers of at least 1, also as 1e6 or 1_000_000. */
  static final class Count implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        BigDecimal value = new BigDecimal(text.replace("_", ""));
        if (value.signum() > 0 && value.scale() > -20) {
          return value.longValueExact();
        }
      } catch (ArithmeticException | NumberFormatException _) {
        // said below
      }
      throw new TypeConversionException(
          "'" + text + "' is not a whole number from 1 to 2^63 - 1, such as 300 or 1e6");
    }
  }
}
