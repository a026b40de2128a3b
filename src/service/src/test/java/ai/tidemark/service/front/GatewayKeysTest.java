package ai.tidemark.service.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.core.scheme.Scheme;
import ai.tidemark.keys.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GatewayKeysTest {
  private static final Profile PROFILE =
      new Profile(
          Profile.TIDEMARK_GUMBEL_AES,
          new Scheme.Gumbel(Contexts.Coined.DEFAULT, Scheme.Prf.AES128_BLOCK18),
          new Profile.TokenizerPin("test", "sha256:" + "0".repeat(64)));
  private static final int[] CANDIDATES = {3, 5, 8, 13, 21, 34, 55, 89};

  @TempDir private Path folder;
  private Path file = Path.of("");

  private final KeyFile autumn = KeyFile.fromSeed("autumn", "2026Q4", List.of("acme"));
  private final KeyFile winter = KeyFile.fromSeed("winter", "2027Q1", List.of("acme"));

  @BeforeEach
  void write() {
    file = folder.resolve("keys.json");
    autumn.write(file);
  }

  @AfterEach
  void wipe() {
    autumn.close();
    winter.close();
  }

  private static GatewayKeys.Held hold(GatewayKeys keys) {
    return keys.hold("acme", PROFILE, new SplittableRandom(7));
  }

  private static List<Integer> draw(Marker marker, int n) {
    double[] q = new double[CANDIDATES.length];
    Arrays.fill(q, 1.0 / CANDIDATES.length);
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      ids.add(CANDIDATES[marker.choose(CANDIDATES, q, CANDIDATES.length)]);
    }
    return ids;
  }

  private static Marker marker(KeyFile keys) {
    try (DrawKey fleet = keys.fleet();
        DrawKey own = keys.tenant("acme")) {
      return new Marker(PROFILE.contexts(), fleet, own, new SplittableRandom(7));
    }
  }

  @Test
  void answersUnderWayKeepTheirKeysAndNewOnesTakeTheNew() {
    try (GatewayKeys keys = GatewayKeys.open(file, List.of("acme"))) {
      GatewayKeys.Held before = hold(keys);
      List<Integer> first = draw(before.marker(), 50);
      winter.replace(file);
      keys.refresh();
      GatewayKeys.Held after = hold(keys);
      first.addAll(draw(before.marker(), 150)); // goes on after the old keys were wiped
      assertThat(first).isEqualTo(draw(marker(autumn), 200));
      assertThat(draw(after.marker(), 200))
          .isEqualTo(draw(marker(winter), 200))
          .isNotEqualTo(first);
      assertThat(before.fleetId()).isEqualTo(autumn.fleetId());
      assertThat(before.tenantId()).isEqualTo(autumn.tenantId("acme"));
      assertThat(after.fleetId()).isEqualTo(winter.fleetId());
      assertThat(after.tenantId()).isEqualTo(winter.tenantId("acme"));
    }
  }

  @Test
  void aFileThatCannotBeUsedChangesNothing() throws IOException {
    try (GatewayKeys keys = GatewayKeys.open(file, List.of("acme"))) {
      try (KeyFile without = KeyFile.fromSeed("x", "2027Q1", List.of("globex"))) {
        without.replace(file);
      }
      keys.refresh();
      assertThat(hold(keys).fleetId()).isEqualTo(autumn.fleetId());
      Files.writeString(file, "{");
      keys.refresh();
      assertThat(hold(keys).fleetId()).isEqualTo(autumn.fleetId());
      Files.delete(file);
      keys.refresh();
      assertThat(hold(keys).fleetId()).isEqualTo(autumn.fleetId());
      winter.write(file);
      keys.refresh();
      assertThat(hold(keys).fleetId()).isEqualTo(winter.fleetId());
    }
  }

  @Test
  void refreshingAnUnchangedFileKeepsTheKeysOpen() {
    try (GatewayKeys keys = GatewayKeys.open(file, List.of("acme"))) {
      keys.refresh();
      keys.refresh();
      assertThat(draw(hold(keys).marker(), 20)).isEqualTo(draw(marker(autumn), 20));
    }
  }

  @Test
  void everyTenantNeedsAKey() {
    assertThatThrownBy(() -> GatewayKeys.open(file, List.of("acme", "globex")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has no key for tenant globex, whom the configuration names");
  }
}
