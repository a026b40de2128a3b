package ai.tidemark.service.front;

import ai.tidemark.service.config.TenantConfig;
import ai.tidemark.service.config.TokenDigest;
import ai.tidemark.service.policy.Policy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may ask. */
public final class Tenants {
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST = 1024;

  private final List<Tenant> tenants;

  /**
   * A known client.
   *
   * @param name pseudonym
   * @param token what it presents
   * @param policy what becomes of its requests that cannot be marked
   */
  record Tenant(String name, TokenDigest token, Policy policy) {}

  /** The configured tenants. */
  public Tenants(List<TenantConfig> configs) {
    this.tenants = configs.stream().map(c -> new Tenant(c.name(), c.token(), c.policy())).toList();
  }

  /**
   * Returns the tenant that an {@code Authorization} header belongs to. Compares with every tenant,
   * each in constant time, so that the time taken says nothing about which one matched.
   */
  Optional<Tenant> find(@Nullable String authorization) {
    if (authorization == null
        || authorization.length() > LONGEST
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    TokenDigest presented = TokenDigest.ofToken(authorization.substring(SCHEME.length()).strip());
    Optional<Tenant> found = Optional.empty();
    for (Tenant tenant : tenants) {
      if (tenant.token().equals(presented)) {
        found = Optional.of(tenant);
      }
    }
    return found;
  }
}
