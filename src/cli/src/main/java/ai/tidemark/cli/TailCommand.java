package ai.tidemark.cli;

import ai.tidemark.core.json.CanonicalJson;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark tail}: exact null probabilities, for auditors. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = {
      "The exact probability that a score sum is at least this large when the text is independent"
          + " of the key: ln p to 15 significant digits, and the Chernoff bound that two lines of"
          + " arithmetic can check.",
      "Numbers are read exactly as written: 0.25, 1/4 and 25e-2 are the same."
    },
    footer = {
      "",
      "Laws:",
      "  gamma         a sum of N unit exponentials is at least S",
      "  binomial      N trials of chance G have at least K successes",
      "  binomial-midp the same, K successes themselves counted half",
      "  weighted      N positions, one bit per weight, have weighted sum at least S",
      "  dual          a sum of N (1-A) E1 + A E2, unit exponentials, is at least S",
      "",
      "Examples:",
      "  tidemark tail --law gamma --n 400 --score 612.5",
      "  tidemark tail --law binomial --n 1000 --k 321 --p 12564/50257",
      "  tidemark tail --law binomial-midp --n 1000 --k 321 --p 0.25",
      "  tidemark tail --law weighted --n 200 --weights 1.5,1,0.5 --score 340",
      "  tidemark tail --law dual --n 400 --alpha 0.1 --score 520 --json"
    })
final class TailCommand implements Callable<Integer> {
  private static final MathContext DIGITS = new MathContext(15);
  private static final double LN_10 = StrictMath.log(10);
  private static final long MOST = 1L << 53;

  @Spec private CommandSpec spec;

  @Option(
      names = "--law",
      required = true,
      paramLabel = "LAW",
      description = "gamma, binomial, binomial-midp, weighted, or dual.")
  private String law;

  @Option(names = "--n", required = true, paramLabel = "N", description = "Terms, 1..2^53.")
  private long n;

  @Option(names = "--score", paramLabel = "S", description = "Score sum: gamma, weighted, dual.")
  private @Nullable String score;

  @Option(names = "--k", paramLabel = "K", description = "Successes, 0..N: binomial laws.")
  private @Nullable Long k;

  @Option(
      names = "--p",
      paramLabel = "G",
      description =
          "Chance of a success, or of a bit being one (default for weighted: 1/2), inside 0..1.")
  private @Nullable String chance;

  @Option(
      names = "--weights",
      paramLabel = "W1,W2,...",
      description = "Positive weights of the bits of a position: weighted.")
  private @Nullable String weights;

  @Option(names = "--alpha", paramLabel = "A", description = "Share of the second key, 0..1: dual.")
  private @Nullable String alpha;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    if (n < 1 || n > MOST) {
      throw wrong("--n must be in 1..2^53, but is " + n);
    }
    try {
      print(tail());
    } catch (TailQuestion.Refused e) {
      throw wrong(e.getMessage());
    }
    return Main.FINISHED;
  }

  private TailQuestion.Tail tail() {
    return switch (law) {
      case "gamma" -> {
        only(false, false, false);
        yield TailQuestion.gamma(n, required("--score", score));
      }
      case "binomial" -> binomial(false);
      case "binomial-midp" -> binomial(true);
      case "weighted" -> {
        only(true, true, false);
        String fair = chance == null ? "1/2" : chance;
        yield TailQuestion.weighted(
            n, required("--weights", weights), fair, required("--score", score));
      }
      case "dual" -> {
        only(false, false, true);
        yield TailQuestion.dual(n, required("--alpha", alpha), required("--score", score));
      }
      default ->
          throw wrong(
              "--law must be gamma, binomial, binomial-midp, weighted or dual, but is " + law);
    };
  }

  private TailQuestion.Tail binomial(boolean mid) {
    if (k == null) {
      throw wrong("--law " + law + " needs --k");
    }
    if (score != null || weights != null || alpha != null) {
      throw wrong("--law " + law + " takes --n, --k and --p only");
    }
    return TailQuestion.binomial(n, k, required("--p", chance), mid);
  }

  private String required(String name, @Nullable String value) {
    if (value == null) {
      throw wrong("--law " + law + " needs " + name);
    }
    return value;
  }

  /** Refuses options that a law with --score does not take. */
  private void only(boolean takesChance, boolean takesWeights, boolean takesAlpha) {
    refuse("--k", k != null);
    refuse("--p", chance != null && !takesChance);
    refuse("--weights", weights != null && !takesWeights);
    refuse("--alpha", alpha != null && !takesAlpha);
  }

  private void refuse(String name, boolean isGiven) {
    if (isGiven) {
      throw wrong("--law " + law + " does not take " + name);
    }
  }

  private ParameterException wrong(@Nullable String problem) {
    return new ParameterException(spec.commandLine(), String.valueOf(problem));
  }

  private void print(TailQuestion.Tail tail) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("law", law);
      node.put("n", Long.toString(n));
      node.put("lnP", digits(tail.lnP()));
      node.put("log10P", digits(tail.lnP() / LN_10));
      node.put("chernoffLnP", digits(tail.lnBound()));
      out.println(new String(CanonicalJson.bytes(node), StandardCharsets.UTF_8));
    } else {
      out.println("ln p = " + digits(tail.lnP()));
      out.println("log10 p = " + digits(tail.lnP() / LN_10));
      out.println("Chernoff bound on ln p = " + digits(tail.lnBound()));
    }
    out.flush();
  }

  private static String digits(double value) {
    return value == 0 ? "0" : new BigDecimal(value).round(DIGITS).toString();
  }
}
