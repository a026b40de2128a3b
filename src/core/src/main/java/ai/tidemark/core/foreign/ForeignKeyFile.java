package ai.tidemark.core.foreign;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A key file of a foreign watermark: a JSON object with {@code profile}, {@code parameters} named
 * as the source names them, and {@code key} in the notation of the source. One example per profile
 * is in docs/formats/foreign-keys.
 *
 * @param profile what is public about it
 * @param key scheme and key; never printed
 */
public record ForeignKeyFile(ForeignProfile profile, KeyedScheme key) {
  private static final int MOST_BYTES = 1 << 20;

  /**
   * Reads a key file.
   *
   * @throws BadInputException if it is missing, too large, unreadable, or not a key file; names the
   *     field, never a value of the key
   */
  public static ForeignKeyFile read(Path file) {
    String where = file.toString();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] json = in.readNBytes(MOST_BYTES + 1);
      if (json.length > MOST_BYTES) {
        throw new BadInputException(where, "is too large to be a key file");
      }
      return parse(where, json);
    } catch (NoSuchFileException e) {
      throw new BadInputException(where, "key file does not exist", e);
    } catch (IOException e) {
      throw new BadInputException(where, "key file cannot be read", e);
    }
  }

  /**
   * Reads a key file from its bytes.
   *
   * @param where names the source in messages
   * @param json UTF-8
   */
  public static ForeignKeyFile parse(String where, byte[] json) {
    StrictJson root = StrictJson.parse(where, json);
    ForeignProfile profile = ForeignProfiles.of(where + "#/profile", root.text("profile"));
    StrictJson parameters = root.object("parameters");
    ForeignScheme scheme = profile.scheme(parameters);
    parameters.end();
    KeyedScheme key = profile.keyed(scheme, root);
    root.end();
    return new ForeignKeyFile(profile, key);
  }

  /** Names the profile only. */
  @Override
  public String toString() {
    return "ForeignKeyFile[" + profile.facts().id() + "]";
  }
}
