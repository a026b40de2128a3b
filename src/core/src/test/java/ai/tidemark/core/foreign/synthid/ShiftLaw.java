package ai.tidemark.core.foreign.synthid;

/**
 * The exact law of the unweighted sum given the states of a text, by brute force. Under a uniform
 * layer key a layer counts the ones among entries (A (s + k) + 1) mod size of the text's states s,
 * one k of {@code size} equally likely: a shift of one bit set against another. Layers are
 * independent, so the sum's law is that one to the power of the depth.
 */
final class ShiftLaw {
  private ShiftLaw() {}

  /** Returns the probability of each count of one layer, shape [n + 1]. */
  static double[] layer(boolean[] states, byte[] table) {
    int size = table.length;
    int words = size / 64;
    long[] text = new long[words];
    int n = 0;
    for (int s = 0; s < size; s++) {
      if (states[s]) {
        text[s >> 6] |= 1L << s;
        n++;
      }
    }
    int[] counts = new int[n + 1];
    long[] turned = new long[2 * words];
    for (int low = 0; low < 64; low++) {
      for (int i = 0; i < 2 * words; i++) {
        turned[i] = 0;
      }
      for (int x = 0; x < 2 * size; x++) {
        int entry = ((x + low) * (int) LcgHash.MULTIPLIER + 1) & (size - 1);
        turned[x >> 6] |= (long) table[entry] << x;
      }
      for (int high = 0; high < words; high++) {
        int count = 0;
        for (int i = 0; i < words; i++) {
          count += Long.bitCount(text[i] & turned[i + high]);
        }
        counts[count]++;
      }
    }
    double[] law = new double[n + 1];
    for (int count = 0; count <= n; count++) {
      law[count] = (double) counts[count] / size;
    }
    return law;
  }

  /** Returns the probability of each count of ones among n of {@code size} entries. */
  static double[] hypergeometric(int n, int ones, int size) {
    double[] law = new double[n + 1];
    int mode = (int) ((n + 1L) * (ones + 1L) / (size + 2L));
    law[mode] = 1;
    double total = 1;
    for (int k = mode; k < Math.min(n, ones); k++) {
      law[k + 1] = law[k] * (ones - k) / (k + 1.0) * (n - k) / (size - ones - n + k + 1.0);
      total += law[k + 1];
    }
    for (int k = mode; k > Math.max(0, n - (size - ones)); k--) {
      law[k - 1] = law[k] * k / (ones - k + 1.0) * (size - ones - n + k) / (n - k + 1.0);
      total += law[k - 1];
    }
    for (int k = 0; k <= n; k++) {
      law[k] /= total;
    }
    return law;
  }

  /** Returns the law of the sum of {@code depth} independent copies. */
  static double[] power(double[] law, int depth) {
    double[] base = law;
    double[] power = {1};
    for (int left = depth; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        power = convolve(power, base);
      }
      if (left > 1) {
        base = convolve(base, base);
      }
    }
    return power;
  }

  private static double[] convolve(double[] a, double[] b) {
    int[] ofA = support(a);
    int[] ofB = support(b);
    double[] sum = new double[a.length + b.length - 1];
    for (int i = ofA[0]; i <= ofA[1]; i++) {
      double p = a[i];
      for (int j = ofB[0]; j <= ofB[1]; j++) {
        sum[i + j] += p * b[j];
      }
    }
    return sum;
  }

  /** Returns the first and last index that matter: a law of 1e-60 and less is left out. */
  private static int[] support(double[] law) {
    int first = 0;
    int last = law.length - 1;
    while (law[first] < 1e-60) {
      first++;
    }
    while (law[last] < 1e-60) {
      last--;
    }
    return new int[] {first, last};
  }

  /** Returns ln P(X >= k) for every k, shape of the law. */
  static double[] lnUpper(double[] law) {
    double[] upper = new double[law.length];
    double sum = 0;
    for (int k = law.length - 1; k >= 0; k--) {
      sum += law[k];
      upper[k] = Math.log(sum);
    }
    return upper;
  }
}
