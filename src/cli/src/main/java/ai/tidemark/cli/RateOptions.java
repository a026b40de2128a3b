package ai.tidemark.cli;

import ai.tidemark.evidence.plan.PlanMethod;
import ai.tidemark.evidence.plan.PlannedKeys;
import ai.tidemark.evidence.plan.PlannedRate;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.source.CorpusSize;
import ai.tidemark.scan.source.SourceRules;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What a planned scan must be able to show, which decides how coarse it may sample. */
final class RateOptions {
  @Option(
      names = "--share",
      paramLabel = "SHARE",
      description =
          "Smallest share of marked text that the scan must be able to show, above 0 to 1. The plan"
              + " then fixes the coarsest sample that is expected to hold twice the tuples needed,"
              + " and what decoys see of it; never a finer one than --memory holds, unless"
              + " --exact.")
  private @Nullable Double share;

  @Option(
      names = "--power",
      paramLabel = "P",
      description = "With --share: probability to show it (default: 0.99).")
  private @Nullable Double power;

  @Option(
      names = "--expect-tuples",
      paramLabel = "N",
      converter = PowerCommand.Count.class,
      description =
          "With --share: distinct tuples that the corpus is expected to have, for example"
              + " distinctTuples times sampledOneIn of an earlier report (default: estimated from"
              + " the sizes of its files).")
  private @Nullable Long tuples;

  /**
   * What was chosen, and from what.
   *
   * @param tuples that the corpus is expected to have
   * @param from how that is known
   */
  record Chosen(PlannedRate rate, long tuples, String from) {}

  /** Returns what the options ask for; empty where they ask for nothing. */
  Optional<Chosen> choose(
      CommandSpec spec, WatermarkOptions.Opened opened, PlanMethod method, List<Path> paths) {
    if (share == null) {
      if (power != null || tuples != null) {
        throw new ParameterException(
            spec.commandLine(), (power != null ? "--power" : "--expect-tuples") + " needs --share");
      }
      return Optional.empty();
    }
    if (method.rates().level() > 0) {
      throw new ParameterException(
          spec.commandLine(), "--sampled-one-in cannot go with --share, which chooses it");
    }
    List<EraKeys> eras = opened.planned().stream().map(PlannedKeys::keys).toList();
    boolean tenants = eras.stream().anyMatch(era -> !era.tenants().isEmpty());
    long keys = eras.stream().mapToLong(era -> 1L + era.tenants().size()).sum();
    PlannedRate.Question question =
        new PlannedRate.Question(
            share, power == null ? 0.99 : power, keys, tenants, opened.profile().contexts());
    Expected expected = expected(method, paths);
    return Optional.of(
        new Chosen(
            PlannedRate.of(question, method, expected.tuples()),
            expected.tuples(),
            expected.from()));
  }

  private record Expected(long tuples, String from) {}

  private Expected expected(PlanMethod method, List<Path> paths) {
    if (tuples != null) {
      return new Expected(tuples, "as --expect-tuples says");
    }
    SourceRules rules =
        SourceRules.of(method.field(), method.textBytes()).withSelection(method.selection());
    TupleEstimate estimate = new TupleEstimate(CorpusSize.of(paths, rules));
    return new Expected(estimate.tuples(), "an estimate: " + estimate.how());
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** Prints needed, expected and rate. */
  static void print(Chosen chosen, PrintWriter out) {
    PlannedRate rate = chosen.rate();
    PlannedRate.Question question = rate.question();
    out.printf(
        Locale.ROOT,
        "power       share %s with power %s: n needed %s a key, n expected %,d of %,d, sampled one"
            + " in %,d%n",
        plain(question.share()),
        plain(question.power()),
        rate.needed().isPresent()
            ? String.format(Locale.ROOT, "%,d", rate.needed().getAsLong())
            : "more than 2^50",
        rate.kept(),
        rate.expected(),
        rate.rates().oneIn());
    out.printf(
        Locale.ROOT,
        "            %,d distinct tuples expected, %s%n",
        chosen.tuples(),
        chosen.from());
    if (!rate.suffices()) {
      out.println(
          rate.byMemory()
              ? "            the memory holds fewer than needed: give more --memory, or --exact"
              : "            the corpus is expected to have fewer than needed: such a share may"
                  + " well not show");
    }
    if (rate.decoys() < PlannedRate.DECOY_TUPLES) {
      out.printf(
          Locale.ROOT,
          "            decoys are expected to score %,d tuples each: fewer than %,d say little%n",
          rate.decoys(),
          PlannedRate.DECOY_TUPLES);
    }
  }
}
