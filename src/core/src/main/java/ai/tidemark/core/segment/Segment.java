package ai.tidemark.core.segment;

/**
 * A stretch of a document that depends on the key.
 *
 * @param from index of the first counted tuple of the accepted window
 * @param to index after its last one
 * @param fromPosition token position of the first counted tuple of the window
 * @param toPosition token position after its last one; the window is what is claimed
 * @param lnP natural logarithm of the p-value, the windows tried paid for, (-inf, 0]
 * @param estimatedFrom token position where the marked stretch is estimated to begin
 * @param estimatedTo token position after its estimated end; both without any guarantee
 */
public record Segment(
    int from,
    int to,
    int fromPosition,
    int toPosition,
    double lnP,
    int estimatedFrom,
    int estimatedTo) {}
