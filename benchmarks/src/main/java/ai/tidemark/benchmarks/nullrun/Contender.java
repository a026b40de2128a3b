package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.law.NullLaw;

/** A watermark under test, without a key. Stateless. */
interface Contender {

  /** Returns the profile id: what keys are made from. */
  String profile();

  /** Returns how many words a tuple has. */
  int width();

  /** Pushes the tuples of a text, repeats included; returns how many positions are scored. */
  int forEach(int[] ids, int n, ForeignScheme.Sink sink);

  /** Returns the law of the sum of n tuples that count. */
  NullLaw law();

  /** Returns whether the tuples of many texts may be pooled. */
  Pooling pooling();

  /** Returns the largest n the law may be claimed for. */
  long mostTuples();

  /**
   * Returns what one key makes of tuples.
   *
   * @param seed 32 bytes, what the key is made from
   */
  Tally tally(byte[] seed, CountedTuples tuples);

  /**
   * Returns the same by the scalar code that specifies the scheme, one tuple after the other: what
   * {@link #bulk} must be equal to.
   */
  Tally oneByOne(byte[] seed, CountedTuples tuples);

  /**
   * Adds what one key makes of tuples to running sums, many tuples at once.
   *
   * @param tuples if {@link #merges}, ordered by their last word
   */
  void bulk(byte[] seed, WeighedColumns tuples, Weights into);

  /**
   * Returns whether a key counts states, not tuples. Tuples of one state have the same last word.
   */
  boolean merges(byte[] seed);

  /**
   * Returns a key ready to test single texts.
   *
   * @param seed 32 bytes, what the key is made from
   */
  TextKey textKey(byte[] seed);

  /** A key that tests single texts, as the product does. Not thread-safe. */
  interface TextKey {
    /** Returns the evidence of one text. */
    Count count(int[] ids, int n);
  }

  /**
   * A sum of scores.
   *
   * @param n tuples it is of, &gt;= 0
   * @param sum of their scores, in the law's unit
   */
  record Count(long n, long sum) {}

  /**
   * What one key makes of the same tuples, counted in three ways.
   *
   * @param once each distinct tuple once: what the product does
   * @param perText each tuple once in each text: dedup inside texts only
   * @param all every occurrence
   */
  record Tally(Count once, Count perText, Count all) {}
}
