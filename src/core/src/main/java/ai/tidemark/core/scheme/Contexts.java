package ai.tidemark.core.scheme;

/** Which preceding output tokens seed a draw. */
public sealed interface Contexts {

  /**
   * Returns the largest number of preceding tokens a draw may read; also the first scored index.
   */
  int widest();

  /**
   * One width for every position.
   *
   * @param width preceding tokens that seed a draw, in 1..64
   */
  record Fixed(int width) implements Contexts {
    /** Validates. */
    public Fixed {
      if (width < 1 || width > 64) {
        throw new IllegalArgumentException("width must be in 1..64, but is " + width);
      }
    }

    @Override
    public int widest() {
      return width;
    }
  }

  /**
   * A keyed coin on the last two tokens chooses between two widths, and between the fleet's and the
   * tenant's key.
   *
   * @param wide W, preceding tokens of a wide draw; narrow &lt; wide &lt;= 6
   * @param narrow N, preceding tokens of a narrow draw; 2 &lt;= narrow
   * @param narrowShare share of narrow positions, 0..2^32 in units of 2^-32
   * @param fleetShare share of positions drawn under the fleet key, 0..2^32 in units of 2^-32
   */
  record Coined(int wide, int narrow, long narrowShare, long fleetShare) implements Contexts {
    /** The unit of both shares: 2^32 stands for one. */
    public static final long ONE = 1L << 32;

    /** A quarter narrow of width 2, the rest of width 4; half under the fleet key. */
    public static final Coined DEFAULT = new Coined(4, 2, ONE >>> 2, ONE >>> 1);

    /** Validates. */
    public Coined {
      if (narrow < 2 || narrow >= wide || wide > 6) {
        throw new IllegalArgumentException(
            "widths must satisfy 2 <= narrow < wide <= 6, but are narrow "
                + narrow
                + ", wide "
                + wide);
      }
      requireShare("narrowShare", narrowShare);
      requireShare("fleetShare", fleetShare);
    }

    @Override
    public int widest() {
      return wide;
    }

    private static void requireShare(String name, long share) {
      if (share < 0 || share > ONE) {
        throw new IllegalArgumentException(name + " must be in 0..2^32, but is " + share);
      }
    }
  }
}
