package ai.tidemark.service.config;

import ai.tidemark.keys.ledger.Generation;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where ledgers lie. In the folder: {@code tenants/NAME/} for each tenant, and {@code control/},
 * the node's own log of their roots.
 *
 * @param folder made if need be
 * @param key file of the key that signs the checkpoints of all these logs
 * @param node number of this proxy among those of the deployment, at least 0; for good
 * @param roots how often roots are logged
 */
public record LedgerConfig(Path folder, Path key, int node, Duration roots) {
  /** Five minutes. */
  public static final Duration ROOTS = Duration.ofMinutes(5);

  /** Refuses an upstream with a model whose name no row could hold. */
  static void requireModels(YamlFields root, UpstreamConfig upstream) {
    for (String model : upstream.models()) {
      if (!Generation.isName(model)) {
        throw root.bad(
            "ledger",
            "cannot name a model of upstream "
                + upstream.name()
                + "; with a ledger, names have 1 to 255 visible ASCII characters");
      }
    }
  }
}
