package ai.tidemark.service.front;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.keys.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that answers are marked with, as a key file holds them now. When the file is replaced,
 * at a change of era, new answers take the new keys; an answer under way keeps a copy of those it
 * began with. A file that cannot be used changes nothing and is logged once.
 */
public final class GatewayKeys implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayKeys.class);

  private final Path file;
  private final List<String> tenants;
  private KeyFile keys;
  private Optional<Stamp> seen;

  /** What tells a replaced file from the one that was read. */
  private record Stamp(FileTime modified, long size, @Nullable Object fileKey) {}

  private GatewayKeys(Path file, List<String> tenants) {
    this.file = file;
    this.tenants = List.copyOf(tenants);
    this.seen = stamp(file);
    this.keys = read();
  }

  /**
   * Reads a key file.
   *
   * @param tenants pseudonyms that must have a key in it
   * @throws BadInputException if it cannot be used, or lacks one
   */
  public static GatewayKeys open(Path file, List<String> tenants) {
    return new GatewayKeys(file, tenants);
  }

  /**
   * Keys for one answer.
   *
   * @param marker keyed with copies, for this answer alone
   * @param fleetId public id of the fleet key
   * @param tenantId public id of the tenant's key
   * @param era of both
   */
  record Held(Marker marker, String fleetId, String tenantId, String era) {}

  /** Returns keys for one answer to a tenant. */
  synchronized Held hold(String tenant, Profile profile, RandomGenerator random) {
    try (DrawKey fleet = keys.fleet();
        DrawKey own = keys.tenant(tenant)) {
      return new Held(
          new Marker(profile.contexts(), fleet, own, random),
          keys.fleetId(),
          keys.tenantId(tenant),
          keys.era());
    }
  }

  /** Takes the file's keys if it was replaced since it was last read. */
  public void refresh() {
    Optional<Stamp> now = stamp(file);
    if (now.isEmpty() || isTheOneSeen(now)) {
      return;
    }
    try {
      KeyFile fresh = read();
      KeyFile old = swap(fresh);
      LOG.info("keys of era {} in place of those of era {}", fresh.era(), old.era());
      old.close();
    } catch (BadInputException e) {
      LOG.warn("the keys in use stay: {}", e.getMessage());
    }
  }

  /** Returns whether the file is still the one seen last, and sees it. */
  private synchronized boolean isTheOneSeen(Optional<Stamp> now) {
    boolean same = now.equals(seen);
    seen = now;
    return same;
  }

  private synchronized KeyFile swap(KeyFile fresh) {
    KeyFile old = keys;
    keys = fresh;
    return old;
  }

  private KeyFile read() {
    KeyFile fresh = KeyFile.read(file);
    for (String tenant : tenants) {
      if (!fresh.tenants().contains(tenant)) {
        fresh.close();
        throw new BadInputException(
            file.toString(), "has no key for tenant " + tenant + ", whom the configuration names");
      }
    }
    return fresh;
  }

  private static Optional<Stamp> stamp(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
    } catch (IOException _) {
      return Optional.empty(); // between two files, or never there: reading says which
    }
  }

  @Override
  public synchronized void close() {
    keys.close();
  }
}
