package ai.tidemark.core.foreign.seeded;

import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignProfiles;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.json.StrictJson;
import java.nio.charset.StandardCharsets;

/** Key files in tests. */
final class KeyFiles {
  private KeyFiles() {}

  static KeyedScheme read(byte[] json) {
    StrictJson root = StrictJson.parse("key.json", json);
    ForeignProfile profile = ForeignProfiles.of("key.json#/profile", root.text("profile"));
    KeyedScheme keyed = profile.keyed(profile.scheme(root.object("parameters")), root);
    root.end();
    return keyed;
  }

  static KeyedScheme read(String profile, String parameters, String key) {
    String json =
        "{\"profile\":\"" + profile + "\",\"parameters\":" + parameters + ",\"key\":" + key + "}";
    return read(json.getBytes(StandardCharsets.UTF_8));
  }
}
