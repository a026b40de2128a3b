package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.Code;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Every byte of every header of the honest archive, and cuts of it. */
public final class ByteMutants {
  private static final Set<Code> ARCHIVE =
      EnumSet.of(
          Code.ARCHIVE_HEADER,
          Code.ARCHIVE_NAME,
          Code.ARCHIVE_ORDER,
          Code.ARCHIVE_PADDING,
          Code.ARCHIVE_TRUNCATED,
          Code.ARCHIVE_LIMIT,
          Code.FILE_UNKNOWN,
          Code.FILE_MISSING,
          Code.FILE_NOT_SIGNED, // a sound header of another name
          Code.FILE_DIGEST); // or of another size

  private ByteMutants() {}

  /**
   * Pushes mutants.
   *
   * @param stride of all of them, every so many
   */
  public static void push(int stride, Consumer<Mutant> sink) {
    byte[] honest = new Forge(Story.honest()).build();
    List<Archives.Part> parts = Archives.parts(honest);
    SplittableRandom random = new SplittableRandom(77);
    int next = 0;
    for (Archives.Part part : parts) {
      for (int at = 0; at < 512; at++) {
        int mask = 1 + random.nextInt(255);
        boolean sound = random.nextBoolean();
        if (next++ % stride == 0) {
          int value = honest[part.offset() + at] ^ mask;
          byte[] mutant = honest.clone();
          mutant[part.offset() + at] = (byte) value;
          byte[] summed = Archives.set(honest, part, at, value);
          boolean checksum = at >= 148 && at < 156;
          sink.accept(
              new Mutant(
                  "header byte " + at + " of " + part.name(),
                  sound && !checksum ? summed : mutant,
                  Forge.trust(),
                  ARCHIVE,
                  false));
        }
      }
    }
    for (int cut = 512; cut < honest.length; cut += 512 * stride) {
      sink.accept(
          new Mutant(
              "cut at " + cut,
              Arrays.copyOf(honest, cut),
              Forge.trust(),
              EnumSet.of(Code.ARCHIVE_TRUNCATED),
              false));
    }
  }
}
