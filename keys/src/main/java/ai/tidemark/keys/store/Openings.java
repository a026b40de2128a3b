package ai.tidemark.keys.store;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.derive.Names;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Opened keys, format {@code tidemark-openings-v1}: see docs/formats/commitment.md. Whoever has it
 * can mark text with these keys. Prints none of them.
 *
 * @param eras in the order of the plan, at least one, each once
 */
public record Openings(List<Era> eras) {
  private static final String FORMAT = "tidemark-openings-v1";
  private static final String HEX_32 = "[0-9a-f]{64}";
  private static final String HEX_16 = "[0-9a-f]{32}";

  /** Validates. */
  public Openings {
    eras = List.copyOf(eras);
    Set<String> records = new HashSet<>();
    if (eras.isEmpty() || !eras.stream().allMatch(era -> records.add(era.eraRecord()))) {
      throw new IllegalArgumentException("eras must not be empty, nor name one twice");
    }
  }

  /**
   * What is shown of an era.
   *
   * @param era its name
   * @param eraRecord leaf hash of its commitment, hex
   * @param deployment whose keys
   * @param fleet the fleet key, or the coin key alone
   * @param tenants opened tenants, names ascending
   */
  public record Era(
      String era, String eraRecord, String deployment, Fleet fleet, List<Tenant> tenants) {
    /** Validates. */
    public Era {
      tenants = List.copyOf(tenants);
      for (int i = 1; i < tenants.size(); i++) {
        if (tenants.get(i - 1).name().compareTo(tenants.get(i).name()) >= 0) {
          throw new IllegalArgumentException("tenants must ascend by name, each once");
        }
      }
    }
  }

  /** What is shown of the fleet. */
  public sealed interface Fleet {
    /**
     * The fleet's key.
     *
     * @param seed of the era, shape [32]
     * @param tag of the fleet, shape [32]
     * @param tagSalt shape [32]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Key(byte[] seed, byte[] tag, byte[] tagSalt) implements Fleet {
      @Override
      public String toString() {
        return "Key[secret]";
      }
    }

    /**
     * The coin key alone: enough to see which tuples count, not what the fleet drew.
     *
     * @param coin shape [16]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Coin(byte[] coin) implements Fleet {
      @Override
      public String toString() {
        return "Coin[secret]";
      }
    }
  }

  /**
   * A tenant's key.
   *
   * @param name pseudonym
   * @param tagSalt shape [32]
   * @param tag shape [32]
   * @param seed of the era, shape [32]
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Tenant(String name, byte[] tagSalt, byte[] tag, byte[] seed) {
    @Override
    public String toString() {
      return "Tenant[" + name + ", secret]";
    }
  }

  /** Returns the file. */
  public byte[] encode() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT);
    ArrayNode list = root.putArray("eras");
    for (Era era : eras) {
      ObjectNode node =
          list.addObject()
              .put("era", era.era())
              .put("eraRecord", era.eraRecord())
              .put("deployment", era.deployment());
      ObjectNode fleet = node.putObject("fleet");
      switch (era.fleet()) {
        case Fleet.Key(byte[] seed, byte[] tag, byte[] tagSalt) ->
            fleet
                .put("kind", "key")
                .put("seed", hex(seed))
                .put("tag", hex(tag))
                .put("tagSalt", hex(tagSalt));
        case Fleet.Coin(byte[] coin) -> fleet.put("kind", "coin").put("coin", hex(coin));
      }
      ArrayNode tenants = node.putArray("tenants");
      for (Tenant tenant : era.tenants()) {
        tenants
            .addObject()
            .put("name", tenant.name())
            .put("tagSalt", hex(tenant.tagSalt()))
            .put("tag", hex(tenant.tag()))
            .put("seed", hex(tenant.seed()));
      }
    }
    return CanonicalJson.bytes(root);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Reads the file's object.
   *
   * @throws BadInputException if a field is missing or has another form
   * @throws IllegalArgumentException if eras or tenants are out of order
   */
  public static Openings read(StrictJson root) {
    root.requireText("format", FORMAT);
    List<Era> eras = new ArrayList<>();
    for (StrictJson one : root.objects("eras")) {
      List<Tenant> tenants = new ArrayList<>();
      for (StrictJson tenant : one.objects("tenants")) {
        tenants.add(
            new Tenant(
                tenant.text("name", Names.TENANT),
                bytes(tenant, "tagSalt", HEX_32),
                bytes(tenant, "tag", HEX_32),
                bytes(tenant, "seed", HEX_32)));
        tenant.end();
      }
      eras.add(
          new Era(
              one.text("era", Names.ERA),
              one.text("eraRecord", HEX_32),
              one.text("deployment", Names.DEPLOYMENT),
              fleet(one.object("fleet")),
              tenants));
      one.end();
    }
    return new Openings(eras);
  }

  private static Fleet fleet(StrictJson node) {
    Fleet fleet =
        switch (node.text("kind", "key|coin")) {
          case "key" ->
              new Fleet.Key(
                  bytes(node, "seed", HEX_32),
                  bytes(node, "tag", HEX_32),
                  bytes(node, "tagSalt", HEX_32));
          default -> new Fleet.Coin(bytes(node, "coin", HEX_16));
        };
    node.end();
    return fleet;
  }

  private static byte[] bytes(StrictJson node, String name, String pattern) {
    return HexFormat.of().parseHex(node.text(name, pattern));
  }
}
