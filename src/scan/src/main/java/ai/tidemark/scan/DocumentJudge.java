package ai.tidemark.scan;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.multiplicity.BenjaminiHochberg;
import ai.tidemark.core.multiplicity.ClosedTesting;
import ai.tidemark.core.multiplicity.EBenjaminiHochberg;
import ai.tidemark.core.multiplicity.Simes;
import ai.tidemark.core.power.Power;
import ai.tidemark.core.sequential.TiltMixture;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.CorpusTest;
import ai.tidemark.scan.inference.DocumentRule;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.inference.Judge;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.DocumentsSummary;
import ai.tidemark.scan.state.DocumentRow;
import ai.tidemark.scan.state.DocumentSpool;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/**
 * Judges documents: each by fleet evidence plus that of an accepted tenant, by Benjamini-Hochberg
 * (1995) or e-BH over the testable ones. Sums of independent log-concave draws are PRDS, so shared
 * tuples do not break Benjamini-Hochberg, nor the tests of Simes (1986) on which the corpus' needle
 * test and the least number of marked documents rest.
 *
 * <p>The smaller p of two differing text forms is not a sum; where many documents differ from their
 * normalised form, e-BH is the strict choice.
 *
 * <p>A document takes the smallest p of its hypotheses and text forms, times their number. Testable
 * is decided by n alone, so it selects nothing.
 */
final class DocumentJudge {
  private static final double TESTABLE = 0.5;
  private static final double CONFIDENCE = 0.99;
  private static final double LN_10 = StrictMath.log(10);

  private final ScanKeys keys;
  private final List<Hypothesis> hypotheses;
  private final Levels levels;
  private final DocumentRule rule;
  private final BooleanSupplier stop;
  private final long paid;
  private final double cut;
  private final long minimumTuples;

  private long testable;
  private long flagged;
  private final long[] histogram = new long[DocumentsSummary.BINS];
  private double[] small = new double[1 << 10]; // ln p at or below the cut, entries [0, count)
  private int count;

  /**
   * @param hypotheses what each document was asked
   * @param forms how many text forms of it were asked
   */
  DocumentJudge(
      ScanKeys keys,
      List<Hypothesis> hypotheses,
      int forms,
      Levels levels,
      DocumentRule rule,
      BooleanSupplier stop) {
    this.keys = keys;
    this.hypotheses = hypotheses;
    this.levels = levels;
    this.rule = rule;
    this.stop = stop;
    this.paid = (long) hypotheses.size() * forms;
    this.cut = StrictMath.log(Math.max(levels.fdr(), 1 - CONFIDENCE));
    this.minimumTuples =
        Power.tuplesFor(Power.lnAlpha(levels.fdr(), paid), TESTABLE, 1, levels.excess())
            .orElse(Power.MOST_TUPLES);
  }

  /** Reads the p-values of a spool; once, before anything else is asked. */
  void count(DocumentSpool spool) throws IOException {
    spool.forEach(
        row -> {
          if (isTestable(row)) {
            count(row.lnP());
          }
          return !stop.getAsBoolean();
        });
  }

  /**
   * Returns the needle test of the corpus: does any document depend on a fleet key? For a judge of
   * fleet hypotheses.
   */
  CorpusTest needle(Judge judge) {
    int weight = CorpusTest.Kind.DOCUMENTS.weight();
    double lnP = testable == 0 ? 0 : Simes.lnP(Arrays.copyOf(small, count), testable);
    double adjusted = Math.min(0, lnP + StrictMath.log(weight));
    double lnAlone = Power.lnAlpha(levels.alpha(), weight * paid * Math.max(1, testable));
    OptionalLong alone = Power.tuplesFor(lnAlone, 0.99, 1, levels.excess());
    return new CorpusTest(
        CorpusTest.Kind.DOCUMENTS,
        testable,
        lnP,
        adjusted,
        judge.verdict(adjusted, testable == 0 ? 0 : 1),
        OptionalDouble.empty(),
        alone);
  }

  /**
   * Flags documents of the spool that was counted.
   *
   * @param flaggedOut takes a line of JSON per flagged document
   */
  DocumentsSummary flag(DocumentSpool spool, Writer flaggedOut) throws IOException {
    Rejection rejection =
        switch (rule) {
          case BH -> benjaminiHochberg();
          case EBH -> eBenjaminiHochberg(spool);
        };
    double[] flaggedLnP = new double[Math.toIntExact(rejection.rejected())];
    FileTally files = new FileTally();
    spool.forEach(
        row -> {
          boolean isTestable = isTestable(row);
          boolean isFlagged = isTestable && rejection.rejected() > 0 && rejection.rejects(row);
          files.add(row, isTestable, isFlagged);
          if (isFlagged) {
            flaggedLnP[(int) flagged++] = row.lnP();
            flaggedOut.write(json(row));
            flaggedOut.write('\n');
          }
          return !stop.getAsBoolean();
        });
    return new DocumentsSummary(
        spool.rows(),
        testable,
        minimumTuples,
        flagged,
        flagged == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(Arrays.stream(flaggedLnP).max().orElse(0)),
        atLeast(flaggedLnP),
        accepted(),
        Arrays.stream(histogram).boxed().toList(),
        Optional.of(files.findings()));
  }

  /** Which rows are rejected, and how many. */
  private interface Rejection {
    long rejected();

    boolean rejects(DocumentRow row);
  }

  private record ByP(BenjaminiHochberg.Decision decision) implements Rejection {
    @Override
    public long rejected() {
      return decision.rejected();
    }

    @Override
    public boolean rejects(DocumentRow row) {
      return decision.rejects(row.lnP());
    }
  }

  private record ByE(EBenjaminiHochberg.Decision decision, ToDoubleFunction<DocumentRow> lnE)
      implements Rejection {
    @Override
    public long rejected() {
      return decision.rejected();
    }

    @Override
    public boolean rejects(DocumentRow row) {
      return decision.rejects(lnE.applyAsDouble(row));
    }
  }

  private Rejection benjaminiHochberg() {
    return new ByP(BenjaminiHochberg.decide(Arrays.copyOf(small, count), testable, levels.fdr()));
  }

  /**
   * A document's e-value is the average over its hypotheses and text forms, an e-value under any
   * dependence; the largest of them over their number is at most that.
   */
  private Rejection eBenjaminiHochberg(DocumentSpool spool) throws IOException {
    TiltMixture mixture = TiltMixture.of(new NullLaw.ExponentialSum());
    double charge = StrictMath.log((double) paid);
    ToDoubleFunction<DocumentRow> lnE =
        row -> mixture.lnE(row.evidence().n(), row.evidence().sum().toBigInteger()) - charge;
    List<Double> large = new ArrayList<>(); // at least 1 / fdr: hardly any document
    double least = -StrictMath.log(levels.fdr());
    spool.forEach(
        row -> {
          double own = isTestable(row) ? lnE.applyAsDouble(row) : 0;
          if (own >= least) {
            large.add(own);
          }
          return !stop.getAsBoolean();
        });
    double[] values = large.stream().mapToDouble(Double::doubleValue).toArray();
    return new ByE(EBenjaminiHochberg.decide(values, testable, levels.fdr()), lnE);
  }

  /** "At least L of these, 99 %" by closed Simes tests; not claimed where BH is not trusted. */
  private OptionalLong atLeast(double[] flaggedLnP) {
    if (rule == DocumentRule.EBH) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        ClosedTesting.of(Arrays.copyOf(small, count), testable, 1 - CONFIDENCE)
            .atLeast(flaggedLnP));
  }

  private List<DocumentsSummary.Accepted> accepted() {
    return hypotheses.stream()
        .filter(h -> h.claim() != Claim.FLEET)
        .map(h -> new DocumentsSummary.Accepted(era(h).era(), h.key(keys).name()))
        .toList();
  }

  private EraKeys era(Hypothesis hypothesis) {
    return keys.eras().get(hypothesis.era());
  }

  private void count(double lnP) {
    testable++;
    int bin = (int) Math.min(DocumentsSummary.BINS - 1, -lnP / LN_10);
    histogram[bin]++;
    if (lnP <= cut) {
      if (count == small.length) {
        small = Arrays.copyOf(small, 2 * count);
      }
      small[count++] = lnP;
    }
  }

  private boolean isTestable(DocumentRow row) {
    return row.most() >= minimumTuples;
  }

  private String json(DocumentRow row) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    row.place().writeTo(node);
    Hypothesis best = hypotheses.get(row.hypothesis());
    node.put("tokens", row.tokens());
    node.put("claim", best.claim().word());
    node.put("era", era(best).era());
    if (best.claim() != Claim.FLEET) {
      node.put("tenant", best.key(keys).name());
    }
    node.put("form", row.form().word());
    node.put("n", row.evidence().n());
    node.put("S", row.evidence().sum().toString());
    node.put("log10P", Decimals.fixed(row.lnP() / LN_10, 4));
    if (!row.text().isEmpty()) {
      node.put("text", row.text());
    }
    return new String(CanonicalJson.bytes(node), StandardCharsets.UTF_8);
  }
}
