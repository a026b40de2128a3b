package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;
import java.util.HexFormat;

/**
 * 32 hex digits that tell sets of tuples apart, whatever the order and the partitions: two sums of
 * hashes. For comparing two readings of one corpus, not against forgery.
 */
final class TupleDigest {
  private long first;
  private long second;

  /** Adds a tuple and the bits of the text forms it is in. */
  void add(long hi, long lo, int forms) {
    long mix = TupleSet.mix(hi, lo);
    first += mix * (2L * forms + 1);
    second += TupleSet.mix(mix ^ lo, hi) * (2L * forms + 1);
  }

  /** Adds the tuples of another digest. */
  void add(TupleDigest other) {
    first += other.first;
    second += other.second;
  }

  /** Returns the digits. */
  String hex() {
    return HexFormat.of().toHexDigits(first) + HexFormat.of().toHexDigits(second);
  }
}
