package ai.tidemark.core.foreign;

import ai.tidemark.core.json.StrictJson;
import java.nio.charset.StandardCharsets;

/** Key files as tests write them, with single quotes for double ones. */
public final class KeyFiles {
  private KeyFiles() {}

  /** Reads a scheme from the parameters of a key file. */
  public static ForeignScheme scheme(ForeignProfile profile, String parameters) {
    return profile.scheme(json("{'parameters':" + parameters + "}").object("parameters"));
  }

  /** Reads a key. */
  public static KeyedScheme keyed(ForeignProfile profile, String parameters, String key) {
    return profile.keyed(scheme(profile, parameters), json("{'key':" + key + "}"));
  }

  private static StrictJson json(String text) {
    return StrictJson.parse("key.json", text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
