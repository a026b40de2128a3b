package ai.tidemark.benchmarks;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.power.Power;
import ai.tidemark.scan.inference.Levels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Prints what a test could see, by the product's own formula: reads lines {@code n excess} from
 * standard input (counted tuples; nats per marked tuple above 1) and answers each with a line of
 * two decimals, the power for the verdicts {@code marked} and {@code alert} where every tuple is
 * marked. Used by benchmarks/real-engine/run.
 */
public final class FleetPower {
  private FleetPower() {}

  /** Answers every line. */
  public static void main(String[] args) throws IOException {
    run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), System.out);
  }

  /**
   * Answers every line.
   *
   * @throws BadInputException if a line is not an integer and a decimal of their ranges
   */
  static void run(BufferedReader in, PrintStream out) throws IOException {
    int number = 1;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(answer("standard input:" + number++, line));
    }
  }

  private static String answer(String where, String line) {
    String[] fields = line.strip().split(" ", -1);
    if (fields.length != 2) {
      throw new BadInputException(where, "needs two numbers, n and excess");
    }
    try {
      long n = Long.parseLong(fields[0]);
      double excess = Double.parseDouble(fields[1]);
      if (n < 0 || !(excess >= 0 && excess <= 100)) {
        throw new BadInputException(where, "needs n >= 0 and an excess in [0, 100]");
      }
      return power(n, excess, Levels.DEFAULT.alpha())
          + " "
          + power(n, excess, Levels.DEFAULT.alert());
    } catch (NumberFormatException e) {
      throw new BadInputException(where, "needs an integer n and a decimal excess", e);
    }
  }

  private static String power(long n, double excess, double alpha) {
    double power = Power.probability(n, Power.lnAlpha(alpha, 1), 1, excess);
    return new BigDecimal(power).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
  }
}
