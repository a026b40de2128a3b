package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.benchmarks.nullrun.Contender.Tally;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Writes what was found: all keys as CSV, a row's figures as JSON. No key and no text. */
final class Results {
  /** Within this the corpus z of exact p-values must lie. */
  static final double LEAST_SD = 0.93;

  /** See {@link #LEAST_SD}. */
  static final double MOST_SD = 1.07;

  private static final double[] ALPHAS = {1e-6, 1e-5, 1e-4, 1e-3, 1e-2};
  private static final int BINS = 50;
  private static final int SMALLEST = 20;

  private Results() {}

  /** Writes key, n, S, z three ways and p of every key. */
  static void keys(Path file, KeyTrials trials) throws IOException {
    StringBuilder csv = new StringBuilder("key,n,S,z,zPerText,zAll,p\n");
    for (int key = 0; key < trials.z().length; key++) {
      Tally tally = trials.tallies().get(key);
      csv.append(key).append(',').append(tally.once().n()).append(',').append(tally.once().sum());
      csv.append(',').append(decimals(trials.z()[key], 4));
      csv.append(',').append(decimals(trials.zPerText()[key], 3));
      csv.append(',').append(decimals(trials.zAll()[key], 3));
      csv.append(',').append(decimals(trials.p()[key], 6)).append('\n');
    }
    Files.writeString(file, csv, StandardCharsets.US_ASCII);
  }

  /** Returns a row's figures. */
  static ObjectNode json(Row row) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", row.entry().name());
    node.put("profile", row.entry().contender().profile());
    node.put("tokens", row.entry().tokens().words());
    node.put("seconds", decimals(row.seconds(), 1));
    ObjectNode pace = node.putObject("pace");
    pace.put("keyMicros", decimals(row.pace().keyNanos() / 1e3, 1));
    pace.put("tupleNanos", decimals(row.pace().tupleNanos(), 1));
    pace.put("positionNanos", decimals(row.pace().positionNanos(), 1));
    row.corpus().ifPresent(trials -> sample(node.putObject("corpus"), row, trials));
    texts(node.putObject("texts"), row);
    return node;
  }

  private static void sample(ObjectNode node, Row row, KeyTrials trials) {
    if (row.rate() > 0) {
      node.put("sampledBy", row.rate() == Sampler.WHOLE ? "whole" : "tuple");
      node.put("rate", decimals((double) row.rate() / Sampler.WHOLE, 6));
      node.put("distinctAbout", row.distinct());
    } else {
      node.put("sampledBy", "context");
    }
    node.put("tuples", row.sampled()).put("occurrences", row.occurrences());
    trials(node, trials);
  }

  /** Returns what the whole corpus gave. */
  static ObjectNode whole(WholeRow row) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("sampledBy", "whole").put("rate", decimals(1, 6));
    node.put("distinctAbout", row.tuples());
    node.put("tuples", row.tuples()).put("occurrences", row.occurrences());
    trials(node, row.trials());
    node.put("provenTuples", row.proven()).put("provenKeys", WholeRow.PROOF_KEYS);
    node.put("bulkTupleNanos", decimals(row.bulkNanos(), 2));
    node.put("parts", row.parts()).put("seconds", decimals(row.seconds(), 1));
    return node;
  }

  private static void trials(ObjectNode node, KeyTrials trials) {
    node.put("keys", trials.z().length);
    node.put("countedMean", decimals(meanN(trials), 1));
    node.put("meanZ", decimals(Fit.mean(trials.z()), 4));
    node.put("sdZ", decimals(Fit.sd(trials.z()), 4));
    node.put("sdZPerText", decimals(Fit.sd(trials.zPerText()), 3));
    node.put("sdZAll", decimals(Fit.sd(trials.zAll()), 3));
    double distance = Fit.distance(trials.p());
    node.put("ksDistance", decimals(distance, 5));
    node.put("ksP", decimals(Fit.distanceP(distance, trials.p().length), 5));
    node.put("sdWithin", sdWithin(trials));
    node.put("controlFails", controlFails(trials));
  }

  private static double meanN(KeyTrials trials) {
    return trials.tallies().stream().mapToLong(tally -> tally.once().n()).average().orElse(0);
  }

  /** Returns whether sd(z) is in [0.93, 1.07]. */
  static boolean sdWithin(KeyTrials trials) {
    double sd = Fit.sd(trials.z());
    return sd >= LEAST_SD && sd <= MOST_SD;
  }

  /** Returns whether the count without dedup is outside, as it must be. */
  static boolean controlFails(KeyTrials trials) {
    return Fit.sd(trials.zAll()) > MOST_SD;
  }

  private static void texts(ObjectNode node, Row row) {
    TextTrials trials = row.texts();
    Plan plan = row.plan();
    double[] p = Arrays.stream(trials.p()).filter(value -> !Double.isNaN(value)).toArray();
    node.put("texts", plan.texts()).put("keysPerText", plan.keysPerText());
    node.put("textsPerKey", plan.textsPerKey());
    node.put("idsPerText", plan.idsPerText() == Integer.MAX_VALUE ? 0 : plan.idsPerText());
    node.put("trials", p.length);
    node.put("countedMean", decimals((double) trials.positions() / Math.max(1, p.length), 1));
    ArrayNode atMost = node.putArray("atMost");
    for (double alpha : ALPHAS) {
      ObjectNode entry = atMost.addObject();
      entry.put("alpha", new BigDecimal(alpha, new MathContext(1)).toPlainString());
      entry.put("firstKey", trials.atMost(alpha, plan.keysPerText(), 1));
      entry.put("allKeys", trials.atMost(alpha, plan.keysPerText(), plan.keysPerText()));
      entry.put("expected", decimals(alpha * p.length, 3));
    }
    node.put("markedPaid", markedPaid(row));
    double distance = Fit.distance(p);
    node.put("ksDistance", decimals(distance, 5));
    node.put("ksP", decimals(Fit.distanceP(distance, p.length), 5));
    int[] bins = new int[BINS];
    for (double value : p) {
      bins[Math.min(BINS - 1, (int) (value * BINS))]++;
    }
    ArrayNode histogram = node.putArray("histogram");
    Arrays.stream(bins).forEach(histogram::add);
    ArrayNode smallest = node.putArray("smallestLnP");
    Arrays.stream(trials.lnP())
        .filter(value -> !Double.isNaN(value))
        .sorted()
        .limit(SMALLEST)
        .forEach(value -> smallest.add(decimals(value, 3)));
  }

  /** Returns how many texts a test at 1e-6 marks that pays for all of them. */
  static long markedPaid(Row row) {
    double alpha = 1e-6 / row.plan().texts();
    return row.texts().atMost(alpha, row.plan().keysPerText(), row.plan().keysPerText());
  }

  private static String decimals(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
