package ai.tidemark.scan;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.multiplicity.BenjaminiHochberg;
import ai.tidemark.core.multiplicity.BenjaminiHochberg.Decision;
import ai.tidemark.core.power.Power;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Hypothesis;
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
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * Judges documents after the corpus: each by fleet evidence plus that of an accepted tenant,
 * Benjamini-Hochberg (1995) over the testable ones. Sums of independent log-concave draws are PRDS,
 * so shared tuples do not break it (statistics, "Multiplicity").
 *
 * <p>A document takes the smallest p of its hypotheses and text forms, times their number. Testable
 * is decided by n alone, so it selects nothing.
 */
final class DocumentJudge {
  private static final double TESTABLE = 0.5;
  private static final double LN_10 = StrictMath.log(10);

  private final ScanKeys keys;
  private final List<Hypothesis> hypotheses;
  private final Levels levels;
  private final long minimumTuples;

  private long testable;
  private long flagged;
  private final long[] histogram = new long[DocumentsSummary.BINS];
  private double[] candidates = new double[1 << 10]; // ln p at or below ln fdr, entries [0, count)
  private int count;

  /**
   * @param hypotheses what each document was asked
   * @param forms how many text forms of it were asked
   */
  DocumentJudge(ScanKeys keys, List<Hypothesis> hypotheses, int forms, Levels levels) {
    this.keys = keys;
    this.hypotheses = hypotheses;
    this.levels = levels;
    double lnLevel = Power.lnAlpha(levels.fdr(), (long) hypotheses.size() * forms);
    this.minimumTuples =
        Power.tuplesFor(lnLevel, TESTABLE, 1, levels.excess()).orElse(Power.MOST_TUPLES);
  }

  /**
   * Judges the documents of a spool.
   *
   * @param flaggedOut takes a line of JSON per flagged document
   */
  DocumentsSummary judge(DocumentSpool spool, Writer flaggedOut, BooleanSupplier stop)
      throws IOException {
    double lnFdr = StrictMath.log(levels.fdr());
    spool.forEach(
        row -> {
          if (isTestable(row)) {
            count(row.lnP(), lnFdr);
          }
          return !stop.getAsBoolean();
        });
    Decision decision =
        BenjaminiHochberg.decide(Arrays.copyOf(candidates, count), testable, levels.fdr());
    if (decision.rejected() > 0) {
      spool.forEach(
          row -> {
            if (isTestable(row) && decision.rejects(row.lnP())) {
              flagged++;
              flaggedOut.write(json(row));
              flaggedOut.write('\n');
            }
            return !stop.getAsBoolean();
          });
    }
    return new DocumentsSummary(
        spool.rows(),
        testable,
        minimumTuples,
        flagged,
        decision.rejected() > 0
            ? OptionalDouble.of(decision.lnThreshold())
            : OptionalDouble.empty(),
        accepted(),
        Arrays.stream(histogram).boxed().toList());
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

  private void count(double lnP, double lnFdr) {
    testable++;
    int bin = (int) Math.min(DocumentsSummary.BINS - 1, -lnP / LN_10);
    histogram[bin]++;
    if (lnP <= lnFdr) {
      if (count == candidates.length) {
        candidates = Arrays.copyOf(candidates, 2 * count);
      }
      candidates[count++] = lnP;
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
