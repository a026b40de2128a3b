package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.token.Cl100k;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The whole corpus for every row that costs less than a microsecond a tuple, after the sampled run:
 * its results.json says what a tuple costs, and takes the new figures. A row that is done is never
 * done again, so a run that was stopped goes on where it stopped; keys are the same ones in the
 * same order, whatever they give.
 */
final class WholeRun {
  /** Dearer rows stay samples. */
  static final double MOST_NANOS = 1000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CORPUS = "corpus";

  private final Path out;
  private final ObjectNode results;

  private WholeRun(Path out, ObjectNode results) {
    this.out = out;
    this.results = results;
  }

  /** Reads what the sampled run left in a folder. */
  static WholeRun in(Path out, HumanTexts texts) throws IOException {
    Path file = out.resolve("results.json");
    if (!Files.exists(file)) {
      throw new BadInputException(file.toString(), "is missing; run without --whole first");
    }
    ObjectNode results = (ObjectNode) JSON.readTree(file.toFile());
    if (!results.path("corpusSha256").asText().equals(texts.sha256())) {
      throw new BadInputException(file.toString(), "is of another corpus");
    }
    return new WholeRun(out, results);
  }

  /** Runs the rows that are not yet done, cheapest first; returns whether all done ones held. */
  boolean run(List<Entry> entries, HumanTexts texts, int threads) throws IOException {
    int keys = results.path("keys").asInt();
    ObjectNode about = results.withObject("/whole");
    about.put("threads", threads).put("java", Runtime.version().toString());
    about.put("vectorBits", Lanes.bits());
    boolean held = true;
    List<Entry> left = order(entries);
    while (!left.isEmpty()) {
      List<Entry> together = sameTuples(left, texts);
      left.removeAll(together);
      System.err.printf("null: %s%n", together.stream().map(Entry::name).toList());
      Texts view = together.getFirst().tokens().of(texts, Cl100k.get());
      List<Contender> contenders = together.stream().map(Entry::contender).toList();
      long distinct = distinct(row(together.getFirst()).orElseThrow());
      List<WholeRow> rows = WholeRow.run(contenders, view, distinct, keys, threads);
      for (int i = 0; i < rows.size(); i++) {
        held &= keep(together.get(i), rows.get(i));
      }
      write();
    }
    return held;
  }

  /** Returns the first entry and those of the others that have the same tuples. */
  private static List<Entry> sameTuples(List<Entry> left, HumanTexts texts) {
    Entry first = left.getFirst();
    List<Entry> together = new ArrayList<>(List.of(first));
    Texts view = first.tokens().of(texts, Cl100k.get());
    long tuples = WholeRow.tuples(first.contender(), view);
    for (Entry entry : left.subList(1, left.size())) {
      if (entry.tokens() == first.tokens()
          && entry.contender().width() == first.contender().width()
          && WholeRow.tuples(entry.contender(), view) == tuples) {
        together.add(entry);
      }
    }
    return together;
  }

  private boolean keep(Entry entry, WholeRow whole) throws IOException {
    ObjectNode row = row(entry).orElseThrow();
    Results.keys(out.resolve(entry.name() + ".csv"), whole.trials());
    row.set("sample", row.get(CORPUS));
    row.set(CORPUS, Results.whole(whole));
    boolean within = Results.sdWithin(whole.trials()) && Results.controlFails(whole.trials());
    System.err.printf(
        "null: %-34s %s, whole corpus %,d tuples sd %s (per text %s, all %s) KS p %s; %.0f s%n",
        entry.name(),
        within ? "held" : "FAILED",
        whole.tuples(),
        row.at("/corpus/sdZ").asText(),
        row.at("/corpus/sdZPerText").asText(),
        row.at("/corpus/sdZAll").asText(),
        row.at("/corpus/ksP").asText(),
        whole.seconds());
    return within;
  }

  private List<Entry> order(List<Entry> entries) {
    List<Entry> left = new ArrayList<>();
    for (Entry entry : entries) {
      row(entry).filter(row -> isLeft(entry, row)).ifPresent(_ -> left.add(entry));
    }
    left.sort(Comparator.comparingDouble(entry -> cost(row(entry).orElseThrow())));
    return left;
  }

  /** Returns whether the whole corpus is to be scored, and has not been. */
  private static boolean isLeft(Entry entry, JsonNode row) {
    return entry.contender().pooling() == Pooling.ALLOWED
        && row.at("/corpus/sampledBy").asText().equals("tuple")
        && nanos(row) < MOST_NANOS;
  }

  private static double nanos(JsonNode row) {
    return Double.parseDouble(row.at("/pace/tupleNanos").asText());
  }

  private static long distinct(JsonNode row) {
    return row.at("/corpus/distinctAbout").asLong();
  }

  private static double cost(JsonNode row) {
    return nanos(row) * distinct(row);
  }

  private Optional<ObjectNode> row(Entry entry) {
    for (JsonNode row : results.path("rows")) {
      if (row.path("name").asText().equals(entry.name())) {
        return Optional.of((ObjectNode) row);
      }
    }
    return Optional.empty();
  }

  private void write() throws IOException {
    Path part = out.resolve("results.json.part");
    Files.writeString(part, results.toPrettyString() + "\n");
    Files.move(part, out.resolve("results.json"), StandardCopyOption.REPLACE_EXISTING);
  }
}
