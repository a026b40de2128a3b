package ai.tidemark.scan.inference;

import java.util.OptionalDouble;

/**
 * Which share of the distinct tuples of a tier is marked, if marked text scores as assumed.
 *
 * @param share estimate, [0, 1]
 * @param low lower end of the 95 % interval, [0, 1]
 * @param high upper end, [0, 1]
 * @param detectable the least share that would have been {@code marked} with power 99 %, (0, 1];
 *     empty where even fully marked text would not
 */
public record ShareEstimate(double share, double low, double high, OptionalDouble detectable) {}
