package ai.tidemark.core.foreign.sbw;

import ai.tidemark.core.foreign.kgw.HashTable;
import ai.tidemark.core.prf.JenkinsHash;

/** Seeds under one key, on signed 64-bit integers that wrap as torch's do. */
final class Seeds {
  private static final int TABLE_SEED = (int) 2971215073L;

  private final Seeding seeding;
  private final long key;
  private final int words;
  private final boolean selfSalt;
  private final boolean tableHash;

  Seeds(Seeding seeding, long key) {
    this.seeding = seeding;
    this.key = key;
    this.words = seeding.words();
    this.selfSalt = seeding.selfSalt();
    this.tableHash = seeding.tableHash();
  }

  /**
   * Returns the seed of a tuple.
   *
   * @param tuple what {@link Seeding#reduce} left, and the token, from {@code at} on
   */
  long of(int[] tuple, int at) {
    int token = tuple[at + words];
    return switch (seeding.function()) {
      case ADDITIVE -> key * (sum(tuple, at) + (selfSalt ? token : 0));
      case SKIPGRAM -> hash(key * (words == 1 ? tuple[at] : token));
      case MINHASH -> {
        long least = selfSalt ? hash(key * token) : Long.MAX_VALUE;
        for (int i = at; i < at + words; i++) {
          least = Math.min(least, hash(key * tuple[i]));
        }
        yield least;
      }
      case ANCHORED_MINHASH -> {
        long anchor = hash(selfSalt ? token : tuple[at + words - 1]);
        long salted = key * anchor;
        long least = salted * anchor;
        for (int i = at; i < at + words; i++) {
          least = Math.min(least, salted * hash(tuple[i]));
        }
        yield least;
      }
    };
  }

  /** Returns whether distinct tuples may have one seed and token under this key. */
  boolean merge() {
    if (seeding.function() != Seeding.Function.ADDITIVE) {
      return true;
    }
    int bits = 31 + (Integer.SIZE - Integer.numberOfLeadingZeros(seeding.width()));
    return Long.numberOfTrailingZeros(key) > Long.SIZE - bits;
  }

  private long sum(int[] tuple, int at) {
    return switch (words) {
      case 0 -> 0;
      case 1 -> tuple[at];
      default -> ((long) tuple[at] << 32) | (tuple[at + 1] & 0xFFFF_FFFFL);
    };
  }

  private long hash(long value) {
    return tableHash ? Table.ONLY.hash(value) : JenkinsHash.of((int) (value + 1));
  }

  /** Made when first asked for. */
  private static final class Table {
    private static final HashTable ONLY = new HashTable(TABLE_SEED);

    private Table() {}
  }
}
