package ai.tidemark.benchmarks;

import ai.tidemark.core.prf.GreenLists;
import ai.tidemark.core.prf.Mt19937;
import ai.tidemark.core.prf.Randperm;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What it costs to learn whether a token is on its green list, where lists are drawn by PyTorch's
 * CPU generator: {@code KgwMembership RAW.json}. Four ways, on the same questions in every round:
 *
 * <ul>
 *   <li>whole: the whole permutation for each token, as the original detectors do;
 *   <li>list: its first k entries, as bits;
 *   <li>follow: {@link Randperm#contains};
 *   <li>cached: {@link GreenLists}, empty at the start of each round.
 * </ul>
 *
 * <p>Questions: {@code fresh} has another seed for each token, as selfhash; {@code repeated} has
 * the seeds of preceding tokens that follow Zipf's law, each pair of tokens once, as lefthash. All
 * ways must give equal answers before anything is timed. Time is the thread's own processor time,
 * so that other work on the machine disturbs little; the table holds medians over the rounds, and
 * the median over rounds of the ratio within a round. Prints the table; writes all rounds to the
 * file. Exit code 1 where an answer differs.
 */
public final class KgwMembership {
  private static final int[] VOCABULARIES = {32000, 50257, 128256, 262144};
  private static final double GAMMA = 0.25;
  private static final int ROUNDS = 9;
  private static final int WARM_UP = 3;
  private static final int QUESTIONS = 40_000;
  private static final int KEY = 15485863;
  private static final long CACHE_BYTES = 16L << 20;

  /** How many of the questions each way gets in a round. */
  private enum Way {
    WHOLE(60),
    LIST(400),
    FOLLOW(2_000),
    CACHED(QUESTIONS);

    private final int share;

    Way(int share) {
      this.share = share;
    }
  }

  /** One timed run. */
  private record Run(int vocabulary, String questions, Way way, int round, int tokens, long nanos) {
    double perToken() {
      return (double) nanos / tokens;
    }
  }

  private final int vocabulary;
  private final int green;
  private final Randperm lists;
  private final long[] bits;
  private final int[] seeds = new int[QUESTIONS];
  private final int[] tokens = new int[QUESTIONS];
  private final int[] places;

  private KgwMembership(int vocabulary, boolean repeated) {
    this.vocabulary = vocabulary;
    this.green = (int) (vocabulary * GAMMA);
    this.lists = new Randperm(vocabulary, green);
    this.bits = new long[(vocabulary + 63) / 64];
    this.places = new int[vocabulary];
    Random random = new Random(vocabulary);
    double[] zipf = zipf(vocabulary);
    Set<Long> pairs = new HashSet<>();
    for (int i = 0; i < QUESTIONS; i++) {
      do {
        seeds[i] = repeated ? KEY * draw(zipf, random) : random.nextInt();
        tokens[i] = draw(zipf, random);
      } while (!pairs.add((long) seeds[i] << 32 | tokens[i]));
    }
  }

  /** Runs everything; see the class. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: KgwMembership RAW.json");
      System.exit(2);
    }
    List<Run> runs = new ArrayList<>();
    for (int vocabulary : VOCABULARIES) {
      for (boolean repeated : new boolean[] {false, true}) {
        KgwMembership one = new KgwMembership(vocabulary, repeated);
        if (!one.agree()) {
          System.err.println("answers differ at " + vocabulary);
          System.exit(1);
        }
        long found = one.time(repeated ? "repeated" : "fresh", runs);
        System.err.println(vocabulary + ": all ways agree; " + found + " timed answers are yes");
      }
    }
    print(runs, System.out);
    write(runs, Path.of(args[0]));
  }

  /** Returns whether all ways answer alike, over all that the slowest is timed on and more. */
  private boolean agree() {
    GreenLists cached = new GreenLists(lists.copy(), CACHE_BYTES);
    for (int i = 0; i < QUESTIONS; i++) {
      boolean answer = lists.contains(seeds[i], tokens[i]);
      if (answer != cached.contains(seeds[i], tokens[i])
          || (i < Way.LIST.share && answer != list(i))
          || (i < 3 * Way.WHOLE.share && answer != whole(i))) {
        return false;
      }
    }
    return true;
  }

  /** Times all ways in turn, and returns how many answers were yes, so that none is left out. */
  private long time(String questions, List<Run> runs) {
    long found = 0;
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (Way way : Way.values()) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        found += run(way);
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        if (round >= 0) {
          runs.add(new Run(vocabulary, questions, way, round, way.share, nanos));
        }
      }
    }
    return found;
  }

  private int run(Way way) {
    GreenLists cached = new GreenLists(lists.copy(), CACHE_BYTES);
    int yes = 0;
    for (int i = 0; i < way.share; i++) {
      boolean answer =
          switch (way) {
            case WHOLE -> whole(i);
            case LIST -> list(i);
            case FOLLOW -> lists.contains(seeds[i], tokens[i]);
            case CACHED -> cached.contains(seeds[i], tokens[i]);
          };
      yes += answer ? 1 : 0;
    }
    return yes;
  }

  private boolean list(int i) {
    lists.mark(seeds[i], bits);
    return (bits[tokens[i] >>> 6] >>> tokens[i] & 1) != 0;
  }

  /** As torch.randperm and {@code in}: shuffle all, then look through the list. */
  private boolean whole(int i) {
    Mt19937 random = new Mt19937(seeds[i]);
    for (int j = 0; j < vocabulary; j++) {
      places[j] = j;
    }
    for (int j = 0; j < vocabulary - 1; j++) {
      int other = j + Integer.remainderUnsigned(random.next(), vocabulary - j);
      int moved = places[j];
      places[j] = places[other];
      places[other] = moved;
    }
    for (int j = 0; j < green; j++) {
      if (places[j] == tokens[i]) {
        return true;
      }
    }
    return false;
  }

  private static double[] zipf(int n) {
    double[] sums = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += 1.0 / (i + 3);
      sums[i] = sum;
    }
    return sums;
  }

  private static int draw(double[] sums, Random random) {
    int at = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
    return Math.min(sums.length - 1, at < 0 ? -at - 1 : at);
  }

  private static void print(List<Run> runs, PrintStream out) {
    out.println(
        "| vocabulary | seeds | whole, us | list, us | follow, us | cached, us | whole/follow |"
            + " whole/cached |");
    out.println("|---|---|---|---|---|---|---|---|");
    for (int vocabulary : VOCABULARIES) {
      for (String questions : List.of("fresh", "repeated")) {
        Map<Way, double[]> times = new EnumMap<>(Way.class);
        for (Way way : Way.values()) {
          times.put(way, new double[ROUNDS]);
        }
        for (Run run : runs) {
          if (run.vocabulary == vocabulary && run.questions.equals(questions)) {
            times.getOrDefault(run.way, new double[ROUNDS])[run.round] = run.perToken();
          }
        }
        out.println(row(vocabulary, questions, times));
      }
    }
  }

  private static String row(int vocabulary, String questions, Map<Way, double[]> times) {
    StringBuilder row = new StringBuilder("| " + vocabulary + " | " + questions);
    double[] whole = times.getOrDefault(Way.WHOLE, new double[ROUNDS]);
    for (double[] way : times.values()) {
      row.append(String.format(Locale.ROOT, " | %.2f", median(way) / 1000));
    }
    for (Way way : List.of(Way.FOLLOW, Way.CACHED)) {
      double ratio = ratio(whole, times.getOrDefault(way, whole));
      row.append(String.format(Locale.ROOT, " | %.0f", ratio));
    }
    return row.append(" |").toString();
  }

  private static double ratio(double[] slow, double[] fast) {
    double[] ratios = new double[slow.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = slow[i] / fast[i];
    }
    return median(ratios);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void write(List<Run> runs, Path file) throws IOException {
    StringBuilder json = new StringBuilder("{\"format\":\"tidemark-kgw-membership-v1\",\"jdk\":\"");
    json.append(Runtime.version()).append("\",\"gamma\":\"0.25\",\"runs\":[\n");
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      json.append(i == 0 ? "" : ",\n")
          .append("{\"vocabulary\":" + run.vocabulary)
          .append(",\"seeds\":\"" + run.questions)
          .append("\",\"way\":\"" + run.way.name().toLowerCase(Locale.ROOT))
          .append("\",\"round\":" + run.round)
          .append(",\"tokens\":" + run.tokens)
          .append(",\"cpuNanos\":" + run.nanos + "}");
    }
    Files.writeString(file, json.append("\n]}\n"), StandardCharsets.UTF_8);
  }
}
