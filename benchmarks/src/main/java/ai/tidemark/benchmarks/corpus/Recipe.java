package ai.tidemark.benchmarks.corpus;

/**
 * What a corpus is made of. A document hangs on the recipe and its number alone, so any thread can
 * make any of them, and a duplicate is made by making its original once more.
 *
 * @param seed of everything
 * @param documents how many, at least 1
 * @param marked share of marked documents, 0 to 1
 * @param boilerplate share of documents with boilerplate
 * @param duplicates share of documents that repeat an earlier one exactly
 */
record Recipe(long seed, long documents, double marked, double boilerplate, double duplicates) {
  private static final int DUPLICATE = 1;
  private static final int OF = 2;
  private static final int MARKED = 3;
  private static final int BOILERPLATE = 4;

  Recipe {
    if (documents < 1) {
      throw new IllegalArgumentException("documents must be at least 1, but is " + documents);
    }
  }

  /** Returns the document that this one repeats, itself repeating none; itself if it does not. */
  long original(long document) {
    long at = document;
    while (at > 0 && Mix.happens(duplicates, seed, at, DUPLICATE)) {
      at = Math.floorMod(Mix.bits(seed, at, OF), at);
    }
    return at;
  }

  boolean isMarked(long original) {
    return Mix.happens(marked, seed, original, MARKED);
  }

  boolean hasBoilerplate(long original) {
    return Mix.happens(boilerplate, seed, original, BOILERPLATE);
  }
}
