package ai.tidemark.service.config;

import ai.tidemark.core.BadInputException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a proxy is told before it starts. Holds digests of bearer tokens, never the tokens, and the
 * path of the key file, never the keys.
 *
 * @param listen where it listens
 * @param profile the profile answers are marked under
 * @param keys the key file
 * @param tokenizer as {@code Tokenizers.open} takes it
 * @param records where one line per answer is appended
 * @param ledger where each tenant's generations are logged; none where there is none
 * @param upstreams the engines, at least one
 * @param tenants who may ask, at least one
 * @param limits sizes and times
 */
public record ProxyConfig(
    Listen listen,
    Path profile,
    Path keys,
    String tokenizer,
    Path records,
    Optional<LedgerConfig> ledger,
    List<UpstreamConfig> upstreams,
    List<TenantConfig> tenants,
    Limits limits) {

  /** Value of the field {@code version}. */
  public static final int VERSION = 1;

  /** Copies. */
  public ProxyConfig {
    upstreams = List.copyOf(upstreams);
    tenants = List.copyOf(tenants);
    if (upstreams.isEmpty() || tenants.isEmpty()) {
      throw new IllegalArgumentException("upstreams and tenants must each hold at least one entry");
    }
  }

  /** Returns the same with a ledger. */
  public ProxyConfig withLedger(LedgerConfig kept) {
    return new ProxyConfig(
        listen, profile, keys, tokenizer, records, Optional.of(kept), upstreams, tenants, limits);
  }

  /**
   * Where the proxy listens. Plain HTTP: bind to loopback, or put TLS in front.
   *
   * @param host name or address
   * @param port 1..65535, or 0 for any free port
   */
  public record Listen(String host, int port) {
    /** Loopback, any free port. */
    public static final Listen ANY_LOOPBACK_PORT = new Listen("127.0.0.1", 0);

    /** Validates. */
    public Listen {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port must be in 0..65535, but is " + port);
      }
    }

    /** Returns the address, not resolved. */
    public InetSocketAddress address() {
      return InetSocketAddress.createUnresolved(host, port);
    }
  }

  /**
   * Reads a configuration file. Paths in it are relative to the file's own directory.
   *
   * @throws BadInputException if it cannot be used; names the field, and line and column
   */
  public static ProxyConfig read(Path file) {
    return new ConfigReader(file, System::getenv).read();
  }
}
