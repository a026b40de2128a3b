package ai.tidemark.scan;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.multiplicity.BenjaminiHochberg;
import ai.tidemark.core.multiplicity.BenjaminiHochberg.Decision;
import ai.tidemark.core.power.Power;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.NamedKey;
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
 * <p>With several accepted tenants a document takes the smallest p of them, times their number.
 * Testable is decided by n alone, so it selects nothing.
 */
final class DocumentJudge {
  private static final double TESTABLE = 0.5;
  private static final double LN_10 = StrictMath.log(10);

  private final List<NamedKey> tenants;
  private final List<Integer> accepted;
  private final Levels levels;
  private final long minimumTuples;

  private long testable;
  private long flagged;
  private final long[] histogram = new long[DocumentsSummary.BINS];
  private double[] candidates = new double[1 << 10]; // ln p at or below ln fdr, entries [0, count)
  private int count;

  /**
   * @param tenants the scan's tenants
   * @param accepted indexes of those that the corpus was found marked by
   */
  DocumentJudge(List<NamedKey> tenants, List<Integer> accepted, Levels levels) {
    this.tenants = tenants;
    this.accepted = accepted;
    this.levels = levels;
    double lnLevel = Power.lnAlpha(levels.fdr(), Math.max(1, accepted.size()));
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
        tenants.size(),
        row -> {
          if (isTestable(row)) {
            count(lnP(row), lnFdr);
          }
          return !stop.getAsBoolean();
        });
    Decision decision =
        BenjaminiHochberg.decide(Arrays.copyOf(candidates, count), testable, levels.fdr());
    if (decision.rejected() > 0) {
      spool.forEach(
          tenants.size(),
          row -> {
            double lnP = isTestable(row) ? lnP(row) : 0;
            if (decision.rejects(lnP)) {
              flagged++;
              flaggedOut.write(json(row, lnP));
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
        accepted.stream().map(t -> tenants.get(t).name()).toList(),
        Arrays.stream(histogram).boxed().toList());
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
    return best(row, false).n() >= minimumTuples;
  }

  private double lnP(DocumentRow row) {
    double paid = StrictMath.log(Math.max(1, accepted.size()));
    return Math.min(0, best(row, true).lnP() + paid);
  }

  /** Returns the evidence a document is judged by; {@code largest} compares the tenants' sums. */
  private Evidence best(DocumentRow row, boolean largest) {
    Evidence fleet = row.evidence().fleet();
    if (accepted.isEmpty()) {
      return fleet;
    }
    Evidence best = row.evidence().tenants().get(accepted.getFirst());
    for (int i = 1; largest && i < accepted.size(); i++) {
      Evidence other = row.evidence().tenants().get(accepted.get(i)); // same n, so S decides
      if (other.sum().toBigInteger().compareTo(best.sum().toBigInteger()) > 0) {
        best = other;
      }
    }
    return fleet.plus(best);
  }

  private String json(DocumentRow row, double lnP) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    row.place().writeTo(node);
    Evidence evidence = best(row, true);
    node.put("tokens", row.tokens());
    node.put("n", evidence.n());
    node.put("S", evidence.sum().toString());
    node.put("log10P", Decimals.fixed(lnP / LN_10, 4));
    if (!row.text().isEmpty()) {
      node.put("text", row.text());
    }
    return new String(CanonicalJson.bytes(node), StandardCharsets.UTF_8);
  }
}
