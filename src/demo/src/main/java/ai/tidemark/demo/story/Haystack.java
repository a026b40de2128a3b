package ai.tidemark.demo.story;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The corpus that the answers are hidden in: human documents and what became of the answers, mixed.
 * What a document is stands in its place in {@link #documents}, not in the file that is scanned.
 *
 * @param documents in the order of the file's lines
 */
public record Haystack(List<Document> documents) {
  /** Share of the words that an edited answer loses. */
  static final double DELETED = 0.3;

  /** Copies. */
  public Haystack {
    documents = List.copyOf(documents);
  }

  /**
   * One document.
   *
   * @param kind where it comes from
   * @param text what is scanned
   */
  public record Document(Kind kind, String text) {}

  /**
   * Hides answers among human documents: a third of them whole, a third cut in half (first and
   * second halves by turns), a third with words deleted.
   *
   * @param seed fixes the order, and which words are deleted
   */
  public static Haystack of(List<String> human, List<String> answers, String seed) {
    RandomGenerator random = random(seed);
    List<Document> documents = new ArrayList<>(human.size() + answers.size());
    for (String text : human) {
      documents.add(new Document(Kind.HUMAN, text));
    }
    for (int i = 0; i < answers.size(); i++) {
      documents.add(hidden(i, answers.get(i), random));
    }
    Collections.shuffle(documents, random);
    return new Haystack(documents);
  }

  private static RandomGenerator random(String seed) {
    long mixed = 0;
    for (int i = 0; i < seed.length(); i++) {
      mixed = 31 * mixed + seed.charAt(i);
    }
    return new SplittableRandom(mixed);
  }

  private static Document hidden(int index, String answer, RandomGenerator random) {
    return switch (index % 3) {
      case 0 -> new Document(Kind.WHOLE, answer);
      case 1 -> new Document(Kind.HALVED, Edits.half(answer, index % 2 == 0));
      default -> new Document(Kind.EDITED, Edits.withoutWords(answer, DELETED, random));
    };
  }

  /** Returns what is in it, for people. */
  public String words() {
    return "among "
        + Numbers.count(count(Kind.HUMAN))
        + " human documents: "
        + count(Kind.WHOLE)
        + " whole, "
        + count(Kind.HALVED)
        + " cut in half, "
        + count(Kind.EDITED)
        + " with 30 % of their words deleted";
  }

  /** Returns how many documents are of a kind. */
  public int count(Kind kind) {
    int count = 0;
    for (Document document : documents) {
      count += document.kind == kind ? 1 : 0;
    }
    return count;
  }

  /**
   * Writes the documents, a line of JSON each with {@code id} and {@code text}.
   *
   * @throws IOException if that fails
   */
  public void write(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int line = 0; line < documents.size(); line++) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("id", "d" + (line + 1)).put("text", documents.get(line).text);
        out.append(record.toString()).append('\n');
      }
    }
  }

  /**
   * Writes what each document is, a line of JSON each with {@code id} and {@code kind}.
   *
   * @throws IOException if that fails
   */
  public void writeTruth(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int line = 0; line < documents.size(); line++) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("id", "d" + (line + 1)).put("kind", documents.get(line).kind.word());
        out.append(record.toString()).append('\n');
      }
    }
  }
}
