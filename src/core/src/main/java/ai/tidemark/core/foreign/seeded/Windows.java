package ai.tidemark.core.foreign.seeded;

/**
 * Which tokens make a tuple.
 *
 * @param width words of a tuple; the last one is the token scored
 * @param first index of the first scored token
 * @param span tokens of the n-gram that the source takes for one and the same
 * @param copier writes the tuple of a position
 */
public record Windows(int width, int first, int span, Copier copier) {

  /** The h tokens before, and the token. */
  public static Windows context(int h) {
    return new Windows(h + 1, h, h + 1, (ids, i, to) -> System.arraycopy(ids, i - h, to, 0, h + 1));
  }

  /** The token before, and the token; the first h tokens are not scored. */
  public static Windows last(int h) {
    return new Windows(
        2,
        h,
        h + 1,
        (ids, i, to) -> {
          to[0] = ids[i - 1];
          to[1] = ids[i];
        });
  }

  /** The token h places before, and the token. */
  public static Windows oldest(int h) {
    return new Windows(
        2,
        h,
        h + 1,
        (ids, i, to) -> {
          to[0] = ids[i - h];
          to[1] = ids[i];
        });
  }

  /** The last h tokens, the token itself being the last of them. */
  public static Windows selfSalted(int h) {
    return new Windows(h, h - 1, h, (ids, i, to) -> System.arraycopy(ids, i - h + 1, to, 0, h));
  }

  /** Writes a tuple. */
  @FunctionalInterface
  public interface Copier {
    /**
     * Writes the tuple of a position.
     *
     * @param ids of the text
     * @param position of the token, at least {@code first}
     * @param to takes {@code width} words
     */
    void copy(int[] ids, int position, int[] to);
  }
}
