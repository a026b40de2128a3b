package ai.tidemark.benchmarks.corpus;

import ai.tidemark.benchmarks.scan.Arguments;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes the corpus of {@code benchmarks/corpus/run}: {@code GenerateCorpus --out DIR --cache DIR
 * [--megabytes N] [--seed N] [--threads N]}. One document in a thousand is marked, 40 % carry
 * boilerplate, 10 % are exact duplicates.
 */
public final class GenerateCorpus {
  private static final double MARKED = 0.001;
  private static final double BOILERPLATE = 0.4;
  private static final double DUPLICATES = 0.1;

  private GenerateCorpus() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Arguments arguments = Arguments.of(args);
    Path out = arguments.file("--out");
    long seed = arguments.number("--seed", 1);
    CorpusMaker maker = new CorpusMaker(out, arguments.file("--cache"));
    Recipe one = new Recipe(seed, 1, MARKED, BOILERPLATE, DUPLICATES);
    long documents = maker.documents(1_000_000L * arguments.number("--megabytes", 20_000), one);
    Recipe recipe = new Recipe(seed, documents, MARKED, BOILERPLATE, DUPLICATES);
    int threads = arguments.number("--threads", Runtime.getRuntime().availableProcessors());
    System.err.println("corpus: " + documents + " documents");
    System.out.println(maker.make(recipe, threads));
  }
}
