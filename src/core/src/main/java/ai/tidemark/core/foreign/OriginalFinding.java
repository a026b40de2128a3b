package ai.tidemark.core.foreign;

import java.util.OptionalDouble;

/**
 * What the source's own detector prints for a text, in floating point as there.
 *
 * @param version of the source
 * @param scored positions it counted
 * @param score its score (sum or number of green tokens or mean, as the source defines it)
 * @param z its z-score, where it has one
 * @param p its p-value, where it has one
 */
public record OriginalFinding(
    String version, long scored, double score, OptionalDouble z, OptionalDouble p) {}
