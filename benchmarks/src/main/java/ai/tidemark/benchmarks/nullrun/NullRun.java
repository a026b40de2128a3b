package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.token.Cl100k;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The null on real text: for every row of profiles.json the whole corpus under many random keys,
 * and single texts under fresh ones. Run it with {@code benchmarks/null/run}; ends with 0 only if
 * every row held.
 */
public final class NullRun {
  private static final String RESULTS_FORMAT = "tidemark-null-v1";

  private NullRun() {}

  /** Runs; arguments as benchmarks/null/run hands them over: option, value, option, value. */
  public static void main(String[] args) throws IOException {
    try {
      System.exit(run(Options.parse(args)) ? 0 : 1);
    } catch (BadInputException e) {
      System.err.println("null: " + e.getMessage());
      System.exit(2);
    }
  }

  private static boolean run(Options options) throws IOException {
    List<Entry> entries = options.chosen(Entry.read(options.profiles()));
    HumanTexts texts = HumanTexts.read(options.corpus(), Cl100k.get());
    System.err.printf("null: %,d texts, %,d tokens%n", texts.count(), texts.tokens());
    if (options.whole()) {
      return WholeRun.in(options.out(), texts).run(entries, texts, options.threads());
    }
    int shares = entries.stream().mapToInt(Entry::share).sum();
    Row.Size size =
        new Row.Size(
            options.keys(), options.texts(), options.threads(), options.minutes() * 60 / shares);
    Files.createDirectories(options.out());
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", RESULTS_FORMAT).put("corpusSha256", texts.sha256());
    root.put("corpusTexts", texts.count()).put("corpusTokens", texts.tokens());
    root.put("keys", size.keys()).put("threads", size.threads());
    root.put("minutes", options.minutes() + "");
    root.put("java", Runtime.version().toString());
    ArrayNode rows = root.putArray("rows");
    boolean held = true;
    for (Entry entry : entries) {
      Texts view = entry.tokens().of(texts, Cl100k.get());
      Row row = Row.run(entry, view, meanIds(view), size);
      if (row.corpus().isPresent()) {
        Results.keys(options.out().resolve(entry.name() + ".csv"), row.corpus().get());
      }
      ObjectNode json = Results.json(row);
      rows.add(json);
      held &= held(row);
      System.err.println("null: " + line(row, json));
      Files.writeString(options.out().resolve("results.json"), root.toPrettyString() + "\n");
    }
    return held;
  }

  private static double meanIds(Texts texts) {
    int[] ids = new int[texts.mostIds()];
    long sum = 0;
    int few = Math.min(10_000, texts.count());
    for (int i = 0; i < few; i++) {
      sum += texts.read((int) ((long) i * texts.count() / few), ids);
    }
    return (double) sum / Math.max(1, few);
  }

  private static boolean held(Row row) {
    boolean corpus =
        row.corpus()
            .map(trials -> Results.sdWithin(trials) && Results.controlFails(trials))
            .orElse(true);
    return corpus && Results.markedPaid(row) == 0;
  }

  private static String line(Row row, ObjectNode json) {
    return String.format(
        "%-34s %s, corpus %,d tuples sd %s (per text %s, all %s) KS p %s; texts KS p %s; %.0f s",
        row.entry().name(),
        held(row) ? "held" : "FAILED",
        row.sampled(),
        json.at("/corpus/sdZ").asText("-"),
        json.at("/corpus/sdZPerText").asText("-"),
        json.at("/corpus/sdZAll").asText("-"),
        json.at("/corpus/ksP").asText("-"),
        json.at("/texts/ksP").asText("-"),
        row.seconds());
  }

  /** What was asked for. */
  private record Options(
      Path corpus,
      Path profiles,
      Path out,
      int keys,
      int texts,
      int threads,
      double minutes,
      boolean whole,
      List<String> only) {

    static Options parse(String[] args) {
      Path corpus = Path.of("");
      Path profiles = Path.of("");
      Path out = Path.of("");
      int keys = 1000;
      int texts = 30_000;
      int threads = Runtime.getRuntime().availableProcessors();
      double minutes = 25;
      boolean whole = false;
      List<String> only = List.of();
      if (args.length % 2 != 0) {
        throw new BadInputException("arguments", "must be options with one value each");
      }
      for (int i = 0; i < args.length; i += 2) {
        String value = args[i + 1];
        switch (args[i]) {
          case "--corpus" -> corpus = Path.of(value);
          case "--profiles" -> profiles = Path.of(value);
          case "--out" -> out = Path.of(value);
          case "--keys" -> keys = number(args[i], value, 2, 1_000_000);
          case "--texts" -> texts = number(args[i], value, 1, 10_000_000);
          case "--threads" -> threads = number(args[i], value, 1, 1024);
          case "--minutes" -> minutes = number(args[i], value, 1, 100_000);
          case "--whole" -> whole = Boolean.parseBoolean(value);
          case "--only" -> only = Arrays.asList(value.split(",", -1));
          default -> throw new BadInputException(args[i], "is not an option; see run --help");
        }
      }
      if (corpus.toString().isEmpty()
          || profiles.toString().isEmpty()
          || out.toString().isEmpty()) {
        throw new BadInputException("arguments", "need --corpus, --profiles and --out");
      }
      return new Options(corpus, profiles, out, keys, texts, threads, minutes, whole, only);
    }

    List<Entry> chosen(List<Entry> entries) {
      for (String name : only) {
        if (entries.stream().noneMatch(entry -> entry.name().equals(name))) {
          throw new BadInputException(
              "--only " + name,
              "is no row; rows are " + entries.stream().map(Entry::name).toList());
        }
      }
      return entries.stream()
          .filter(entry -> only.isEmpty() || only.contains(entry.name()))
          .toList();
    }

    private static int number(String option, String value, int least, int most) {
      try {
        int number = Integer.parseInt(value);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw new BadInputException(option, "needs an integer, but is " + value, e);
      }
      throw new BadInputException(
          option, "must be in " + least + ".." + most + ", but is " + value);
    }
  }
}
