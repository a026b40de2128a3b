package ai.tidemark.evidence.bundle;

import java.io.IOException;
import java.io.InputStream;

/** Known answers of {@code tidemark-gumbel-aes-v1}, as every bundle carries them. */
public final class KnownAnswers {
  /** SHA-256 of the file, hex. */
  public static final String SHA_256 =
      "b255806b9191b70046773f080e7601605f41f8ab8fb566086ab28dbda603004a";

  private KnownAnswers() {}

  /** Returns the file. */
  public static byte[] bytes() {
    try (InputStream in = KnownAnswers.class.getResourceAsStream("tidemark-gumbel-aes-v1.json")) {
      if (in == null) {
        throw new IllegalStateException("the known answers are not packed with the program");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("the known answers cannot be read", e);
    }
  }
}
