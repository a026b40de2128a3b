package ai.tidemark.demo.story;

import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Cl100k;
import ai.tidemark.evidence.plan.PlannedKeys;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.ScanKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of a demonstration, all from one public seed: the {@link Deployment}'s with three
 * tenants, of whom one asks, and ten other deployments' that have nothing to do with it. {@link
 * #close} wipes them.
 */
public final class Cast implements AutoCloseable {
  /** The tenant who asks. */
  public static final String ASKING = "birch";

  /** Everybody of the deployment. */
  static final List<String> TENANTS = List.of("ash", ASKING, "cedar");

  static final int WRONG_KEYS = 10;

  private final KeyFile keys;
  private final List<NamedKey> open = new ArrayList<>();
  private final PlannedKeys planned;
  private final List<NamedKey> wrong = new ArrayList<>();

  /** Keys of an active deployment, and wrong ones from a seed. */
  public Cast(Deployment deployment, String seed) {
    keys = deployment.keys();
    planned = deployment.planned(profile());
    open.add(planned.keys().fleet());
    open.addAll(planned.keys().tenants());
    for (int i = 1; i <= WRONG_KEYS; i++) {
      try (KeyFile other = KeyFile.fromSeed(seed + ", wrong key " + i, Deployment.ERA, List.of())) {
        wrong.add(opened(new NamedKey("wrong " + i, other.fleetId(), other.fleet())));
      }
    }
  }

  private NamedKey opened(NamedKey key) {
    open.add(key);
    return key;
  }

  /**
   * Writes the deployment's profile and keys.
   *
   * @throws IOException if that fails
   */
  public void write(DemoFiles files) throws IOException {
    Files.write(files.profile(), profile().canonicalJson());
    keys.write(files.keys());
  }

  /** Returns whom a scan asks about. */
  ScanKeys real() {
    return ScanKeys.of(planned.keys());
  }

  /** Returns the same keys with what the log holds of them. */
  PlannedKeys planned() {
    return planned;
  }

  /** Returns the keys of the ten other deployments. */
  List<NamedKey> wrong() {
    return wrong;
  }

  /** Returns the profile that answers are marked under. */
  static Profile profile() {
    return Profile.of(Cl100k.get());
  }

  @Override
  public void close() {
    open.forEach(key -> key.key().close());
    keys.close();
  }
}
