package ai.tidemark.keys.store;

import ai.tidemark.core.json.CanonicalJson;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Opened keys, format {@code tidemark-openings-v1}: see docs/formats/commitment.md. Whoever has it
 * can mark text with these keys. Prints none of them.
 *
 * @param eras in the order of the file
 */
public record Openings(List<Era> eras) {
  /** Value of the field {@code format}. */
  public static final String FORMAT = "tidemark-openings-v1";

  /** Copies. */
  public Openings {
    eras = List.copyOf(eras);
  }

  /** What is opened of the fleet. */
  public sealed interface Fleet {}

  /**
   * The coin key alone.
   *
   * @param coin 32 hex digits
   */
  public record Coin(String coin) implements Fleet {
    @Override
    public String toString() {
      return "Coin[secret]";
    }
  }

  /**
   * A key.
   *
   * @param name pseudonym of the tenant; empty for the fleet
   * @param tagSalt 64 hex digits
   * @param tag 64 hex digits
   * @param seed 64 hex digits
   */
  public record Key(String name, String tagSalt, String tag, String seed) implements Fleet {
    @Override
    public String toString() {
      return "Key[secret]";
    }
  }

  /**
   * The opened keys of one era.
   *
   * @param era its name
   * @param eraRecord leaf hash of its commitment record
   * @param deployment whose keys
   * @param fleet key or coin
   * @param tenants sorted by name
   */
  public record Era(
      String era, String eraRecord, String deployment, Fleet fleet, List<Key> tenants) {
    /** Copies. */
    public Era {
      tenants = List.copyOf(tenants);
    }
  }

  /** Returns the file. */
  public byte[] canonicalJson() {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
    ArrayNode list = root.putArray("eras");
    for (Era era : eras) {
      ObjectNode node =
          list.addObject()
              .put("era", era.era())
              .put("eraRecord", era.eraRecord())
              .put("deployment", era.deployment());
      ObjectNode fleet = node.putObject("fleet");
      switch (era.fleet()) {
        case Coin(String coin) -> fleet.put("kind", "coin").put("coin", coin);
        case Key key ->
            fleet
                .put("kind", "key")
                .put("seed", key.seed())
                .put("tag", key.tag())
                .put("tagSalt", key.tagSalt());
      }
      ArrayNode tenants = node.putArray("tenants");
      for (Key key : era.tenants()) {
        tenants
            .addObject()
            .put("name", key.name())
            .put("tagSalt", key.tagSalt())
            .put("tag", key.tag())
            .put("seed", key.seed());
      }
    }
    return CanonicalJson.bytes(root);
  }
}
