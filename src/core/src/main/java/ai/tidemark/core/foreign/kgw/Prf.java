package ai.tidemark.core.foreign.kgw;

/**
 * The seeding functions of lm-watermarking ({@code alternative_prf_schemes.py}), by their names
 * there. All arithmetic is on signed 64-bit integers that wrap, as tensors do; {@code hash} goes
 * through a table of 1,000,003 places.
 */
enum Prf {
  /** salt times the product. */
  MULTIPLICATIVE_PRF {
    @Override
    long seed(int[] w, int from, int to, long salt) {
      long product = 1;
      for (int i = from; i < to; i++) {
        product *= w[i];
      }
      return salt * product;
    }
  },
  /** salt times the sum. */
  ADDITIVE_PRF {
    @Override
    long seed(int[] w, int from, int to, long salt) {
      long sum = 0;
      for (int i = from; i < to; i++) {
        sum += w[i];
      }
      return salt * sum;
    }
  },
  /** salt times the smallest. */
  MINFUNC_PRF {
    @Override
    long seed(int[] w, int from, int to, long salt) {
      int least = w[from];
      for (int i = from + 1; i < to; i++) {
        least = Math.min(least, w[i]);
      }
      return salt * least;
    }
  },
  /** Product of the hashes of every second token. */
  SIMPLE_SKIP_PRF {
    @Override
    long seed(int[] w, int from, int to, long salt) {
      long product = 1;
      for (int i = from; i < to; i += 2) {
        product *= hash(salt * w[i]);
      }
      return product;
    }
  },
  /** Hash of the oldest token. */
  SKIPGRAM_PRF {
    @Override
    long seed(int[] w, int from, int to, long salt) {
      return hash(salt * w[from]);
    }
  },
  /** Hash of the oldest times hash of the newest. */
  ANCHORED_SKIPGRAM_PRF {
    @Override
    long seed(int[] w, int from, int to, long salt) {
      return hash(salt * w[from]) * hash(salt * w[to - 1]);
    }
  },
  /** The smallest hash. */
  MINHASH_PRF {
    @Override
    long seed(int[] w, int from, int to, long salt) {
      long least = Long.MAX_VALUE;
      for (int i = from; i < to; i++) {
        least = Math.min(least, hash(salt * w[i]));
      }
      return least;
    }
  },
  /** The smallest salt hash(token) hash(newest); the salt comes after hashing. */
  ANCHORED_MINHASH_PRF {
    @Override
    long seed(int[] w, int from, int to, long salt) {
      long anchor = hash(w[to - 1]);
      long least = Long.MAX_VALUE;
      for (int i = from; i < to; i++) {
        least = Math.min(least, salt * hash(w[i]) * anchor);
      }
      return least;
    }
  },
  /** The smallest product of two hashes; needs two tokens. */
  MINSKIPGRAM_PRF {
    @Override
    long seed(int[] w, int from, int to, long salt) {
      long least = Long.MAX_VALUE;
      for (int i = from; i < to; i++) {
        long one = hash(salt * w[i]);
        for (int j = i + 1; j < to; j++) {
          least = Math.min(least, one * hash(salt * w[j]));
        }
      }
      return least;
    }
  },
  /** A chain: key times hash(key token), modulo 2^32. */
  NONCOMM_PRF {
    @Override
    long seed(int[] w, int from, int to, long salt) {
      long key = salt;
      for (int i = from; i < to; i++) {
        key = key * hash(key * w[i]) & 0xFFFFFFFFL;
      }
      return key;
    }
  },
  /** salt times the sum of token times place, places from 1. */
  POSITION_PRF {
    @Override
    long seed(int[] w, int from, int to, long salt) {
      long sum = 0;
      for (int i = from; i < to; i++) {
        sum += salt * w[i] * (i - from + 1);
      }
      return sum;
    }
  };

  /** What the source seeds its table with: a prime, the 47th Fibonacci number. */
  static final long TABLE_SEED = 2971215073L;

  /**
   * Returns the seed of a context before it is reduced.
   *
   * @param w the context is at [from, to), not empty
   * @param salt the source's {@code hash_key}
   */
  abstract long seed(int[] w, int from, int to, long salt);

  /** Returns the shortest context that it can be computed of. */
  int shortest() {
    return this == MINSKIPGRAM_PRF ? 2 : 1;
  }

  private static long hash(long x) {
    return Table.ONLY.hash(x);
  }

  /** Made when first asked for. */
  private static final class Table {
    private static final HashTable ONLY = new HashTable((int) TABLE_SEED);

    private Table() {}
  }
}
