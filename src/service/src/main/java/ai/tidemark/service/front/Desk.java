package ai.tidemark.service.front;

import ai.tidemark.core.profile.Profile;
import ai.tidemark.service.config.Limits;
import ai.tidemark.service.front.Tenants.Tenant;
import ai.tidemark.service.ledger.Ledgers;
import ai.tidemark.service.record.AnswerRecord;
import ai.tidemark.service.record.RecordLog;
import ai.tidemark.service.upstream.Upstream;
import io.vertx.core.http.HttpClient;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that answering needs, shared by all server instances.
 *
 * @param limits sizes and times
 * @param profile what answers are marked under
 * @param keys what answers are marked with; open as long as the proxy
 * @param tenants who may ask
 * @param upstreams by model, in the order of the configuration
 * @param records where each answer leaves its record
 * @param ledgers where each answer leaves its generation, if they are kept
 * @param inFlight the answers under way
 * @param client for requests that are passed through
 * @param clock what time it is
 * @param random unpredictable
 */
public record Desk(
    Limits limits,
    Profile profile,
    GatewayKeys keys,
    Tenants tenants,
    Map<String, Upstream> upstreams,
    RecordLog records,
    Optional<Ledgers> ledgers,
    InFlight inFlight,
    HttpClient client,
    InstantSource clock,
    SecureRandom random) {

  /** Copies. */
  public Desk {
    upstreams = new LinkedHashMap<>(upstreams);
  }

  /** Returns the upstream that serves a model. */
  Optional<Upstream> upstream(String model) {
    return Optional.ofNullable(upstreams.get(model));
  }

  /** Returns every upstream once. */
  List<Upstream> distinctUpstreams() {
    return upstreams.values().stream().distinct().toList();
  }

  /** Returns a fresh name: 128 random bits in hex. */
  String freshId() {
    byte[] id = new byte[16];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /** Returns keys for one answer to a tenant. */
  GatewayKeys.Held hold(Tenant tenant) {
    return keys.hold(tenant.name(), profile, random);
  }

  /** Returns the status of an answer that a strategy marks with some keys. */
  AnswerRecord.Status marked(String strategy, GatewayKeys.Held held) {
    return new AnswerRecord.Status.Marked(
        strategy, profile.id(), profile.sha256(), held.fleetId(), held.tenantId());
  }
}
