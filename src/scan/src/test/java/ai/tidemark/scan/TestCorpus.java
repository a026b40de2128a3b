package ai.tidemark.scan;

import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.testkit.language.NumberTokenizer;
import ai.tidemark.testkit.language.ZipfLanguage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Texts in a made-up language, some of them marked. */
final class TestCorpus {
  private final SplittableRandom random;
  private final ZipfLanguage language;
  private final List<String> texts = new ArrayList<>();
  private final TupleSet markedTuples = new TupleSet(16);
  private double fleetExcess;
  private long fleetPositions;

  TestCorpus(long seed) {
    random = new SplittableRandom(seed);
    language = new ZipfLanguage(seed);
  }

  TestCorpus plain(int documents, int tokens) {
    for (int d = 0; d < documents; d++) {
      texts.add(NumberTokenizer.text(language.plain(tokens, random)));
    }
    return this;
  }

  TestCorpus marked(int documents, int tokens, DrawKey fleet, DrawKey tenant) {
    for (int d = 0; d < documents; d++) {
      var marked = language.marked(tokens, Contexts.Coined.DEFAULT, fleet, tenant, random);
      fleetExcess += marked.fleetExcess();
      fleetPositions += marked.fleetPositions();
      Grams.forEach(Contexts.Coined.DEFAULT, marked.ids(), tokens, markedTuples::add);
      texts.add(NumberTokenizer.text(marked.ids()));
    }
    return this;
  }

  /** Changes the texts from one on. */
  TestCorpus edited(int from, UnaryOperator<String> edit) {
    texts.subList(from, texts.size()).replaceAll(edit);
    return this;
  }

  /** Returns the expected score above 1 of a marked tuple, in nats. */
  double excess() {
    return fleetExcess / fleetPositions;
  }

  /** Returns how many distinct tuples of the fleet tier the marked texts hold. */
  long markedFleetTuples(DrawKey fleet) {
    try (DrawKey coinKey = fleet.coinKey()) {
      return new Coin(Contexts.Coined.DEFAULT, coinKey)
          .route(markedTuples.hi(), markedTuples.lo(), 0, markedTuples.size())
          .fleet()
          .size();
    }
  }

  List<String> texts() {
    return texts;
  }

  /** Writes every text as a record of one file. */
  Path write(Path file) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String text : texts) {
      lines.append("{\"text\":\"").append(text).append("\"}\n");
    }
    return Files.writeString(file, lines);
  }
}
