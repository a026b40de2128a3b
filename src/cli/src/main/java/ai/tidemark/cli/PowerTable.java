package ai.tidemark.cli;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.power.GreenListPower;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Prints what a plan can see: a table for people, or one JSON object a row. */
final class PowerTable {
  private static final MathContext ROUND_UP = new MathContext(4, RoundingMode.UP);
  private static final MathContext ROUND_DOWN = new MathContext(4, RoundingMode.DOWN);

  private final PowerPlan plan;
  private final boolean fromEntropy;
  private final PrintWriter out;
  private final boolean json;

  PowerTable(PowerPlan plan, boolean fromEntropy, PrintWriter out, boolean json) {
    this.plan = plan;
    this.fromEntropy = fromEntropy;
    this.out = out;
    this.json = json;
  }

  void head() {
    if (json) {
      return;
    }
    switch (plan.model()) {
      case TupleModel.Gumbel(double excess) ->
          out.printf(
              Locale.ROOT,
              "Gumbel scores: a marked tuple scores %s%.4f nats above chance%n",
              fromEntropy ? "at least " : "",
              excess);
      case TupleModel.Green(GreenListPower tuples) ->
          out.printf(
              Locale.ROOT,
              "Green lists: %s of the tuples green by chance, %s if marked%n",
              plain((double) tuples.successes() / tuples.of()),
              plain(tuples.marked()));
    }
    out.printf(
        Locale.ROOT,
        "alpha %s for %,d %s (keys %,d, forms %d, eras %d): ln p <= %.4f each%n",
        scientific(plan.alpha()),
        plan.hypotheses(),
        plan.hypotheses() == 1 ? "hypothesis" : "hypotheses",
        plan.keys(),
        plan.forms(),
        plan.eras(),
        plan.lnAlpha());
  }

  void view(PowerPlan.View view, List<Long> tuples, List<Double> shares) {
    if (!json) {
      out.println();
      if (view != PowerPlan.View.SINGLE) {
        out.println(view.title() + ":");
      }
      out.printf("%14s %22s %10s%n", "share", "n", "power");
    }
    if (tuples.isEmpty()) {
      shares.forEach(share -> tuplesFor(view, share));
    } else if (shares.isEmpty()) {
      tuples.forEach(n -> shareFor(view, n));
    } else {
      for (double share : shares) {
        tuples.forEach(n -> power(view, n, share));
      }
    }
    out.flush();
  }

  private void tuplesFor(PowerPlan.View view, double share) {
    OptionalLong n = plan.tuplesFor(view, share);
    if (json) {
      ObjectNode row = row(view, "n").put("share", plain(share)).put("power", plain(plan.power()));
      print(n.isPresent() ? row.put("n", n.getAsLong()) : row.putNull("n"));
    } else {
      String needed =
          n.isPresent() ? String.format(Locale.ROOT, "%,d", n.getAsLong()) : "more than 2^50";
      out.printf("%14s %22s %10s%n", plain(share), needed, plain(plan.power()));
    }
  }

  private void shareFor(PowerPlan.View view, long n) {
    OptionalDouble share = plan.shareFor(view, n);
    String least = plain(new BigDecimal(share.orElse(1)).round(ROUND_UP).doubleValue());
    if (json) {
      ObjectNode row = row(view, "share").put("n", n).put("power", plain(plan.power()));
      print(share.isPresent() ? row.put("share", least) : row.putNull("share"));
    } else {
      String shown = share.isPresent() ? least : "not testable";
      out.printf(Locale.ROOT, "%14s %,22d %10s%n", shown, n, plain(plan.power()));
    }
  }

  private void power(PowerPlan.View view, long n, double share) {
    String power =
        new BigDecimal(plan.probability(view, n, share)).round(ROUND_DOWN).toPlainString();
    if (json) {
      print(row(view, "power").put("share", plain(share)).put("n", n).put("power", power));
    } else {
      out.printf(Locale.ROOT, "%14s %,22d %10s%n", plain(share), n, power);
    }
  }

  private ObjectNode row(PowerPlan.View view, String solved) {
    ObjectNode row = JsonNodeFactory.instance.objectNode().put("format", "tidemark-power-v1");
    switch (plan.model()) {
      case TupleModel.Gumbel(double excess) ->
          row.put("scheme", "gumbel").put("excess", plain(excess));
      case TupleModel.Green(GreenListPower tuples) ->
          row.put("scheme", "green")
              .put("gamma", plain((double) tuples.successes() / tuples.of()))
              .put("green", plain(tuples.marked()));
    }
    return row.put("alpha", plain(plan.alpha()))
        .put("keys", plan.keys())
        .put("forms", plan.forms())
        .put("eras", plan.eras())
        .put("hypotheses", plan.hypotheses())
        .put("lnAlpha", plain(plan.lnAlpha()))
        .put("view", view.name().toLowerCase(Locale.ROOT))
        .put("solvedFor", solved);
  }

  private void print(ObjectNode row) {
    out.println(new String(CanonicalJson.bytes(row), StandardCharsets.UTF_8));
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String scientific(double value) {
    return value < 0.01
        ? new BigDecimal(value, new MathContext(3)).stripTrailingZeros().toString()
        : plain(value);
  }
}
