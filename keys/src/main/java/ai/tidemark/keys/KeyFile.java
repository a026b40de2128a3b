package ai.tidemark.keys;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.keys.derive.Names;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.secret.OwnerOnly;
import ai.tidemark.keys.secret.SecretBytes;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The keys of one deployment and era: one fleet key and one key per tenant. On disk canonical JSON
 * of mode 0600, refused if anyone but its owner can read it; schema: docs/formats/keys.schema.json.
 * {@link #close} wipes the keys.
 */
public final class KeyFile implements AutoCloseable {
  /** Value of the field {@code format}. */
  public static final String FORMAT = "tidemark-keys-v1";

  private static final String HEX_KEY = "[0-9a-f]{32}";
  private static final int MOST_BYTES = 16 << 20;
  private final String era;
  private final byte[] fleet;
  private final SortedMap<String, byte[]> tenants;

  private KeyFile(String era, byte[] fleet, SortedMap<String, byte[]> tenants) {
    this.era = era;
    this.fleet = fleet;
    this.tenants = tenants;
  }

  /**
   * Makes fresh random keys.
   *
   * @param era name of the era, for example 2026Q4
   * @param tenants pseudonyms: lower-case letters, digits, dots, dashes, underscores
   */
  public static KeyFile random(String era, Collection<String> tenants) {
    SecureRandom random = new SecureRandom();
    return make(
        era,
        tenants,
        _ -> {
          byte[] key = new byte[DrawKey.BYTES];
          random.nextBytes(key);
          return key;
        });
  }

  /**
   * Derives keys from a seed that is not secret: demonstrations and tests only. HKDF-SHA-256 (RFC
   * 5869) with the seed's UTF-8 bytes as input, no salt, and {@code tidemark-demo-keys-v1}, the
   * role and the name, each preceded by its length in one byte, as info.
   */
  public static KeyFile fromSeed(String seed, String era, Collection<String> tenants) {
    byte[] input = seed.getBytes(StandardCharsets.UTF_8);
    return make(
        era,
        tenants,
        name ->
            hkdf(
                input,
                lengthPrefixed(
                    "tidemark-demo-keys-v1", name.isEmpty() ? "fleet" : "tenant", name)));
  }

  private static byte[] hkdf(byte[] input, byte[] info) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(HKDFParameterSpec.ofExtract().addIKM(input).thenExpand(info, DrawKey.BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HKDF-SHA256", e);
    }
  }

  /**
   * The keys of an era, as a key store derives them.
   *
   * @param fleet 16 bytes, copied
   * @param tenants pseudonym to 16 bytes, copied
   */
  public static KeyFile of(String era, SecretBytes fleet, Map<String, SecretBytes> tenants) {
    return make(
        era,
        tenants.keySet(),
        name -> {
          SecretBytes key = name.isEmpty() ? fleet : tenants.get(name);
          if (key == null || key.length() != DrawKey.BYTES) {
            throw new IllegalArgumentException("a key must have " + DrawKey.BYTES + " bytes");
          }
          return key.copy();
        });
  }

  @FunctionalInterface
  private interface Source {
    /** Returns the key of a tenant, or of the fleet for the empty name. */
    byte[] key(String tenant);
  }

  private static KeyFile make(String era, Collection<String> tenants, Source source) {
    Names.require("era", era, Names.ERA);
    SortedMap<String, byte[]> keys = new TreeMap<>();
    for (String tenant : tenants) {
      Names.require("tenant", tenant, Names.TENANT);
      keys.put(tenant, source.key(tenant));
    }
    return new KeyFile(era, source.key(""), keys);
  }

  private static byte[] lengthPrefixed(String... parts) {
    ByteBuffer buffer = ByteBuffer.allocate(256);
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      buffer.put((byte) bytes.length).put(bytes);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /**
   * Reads a key file.
   *
   * @throws BadInputException if it is missing, readable by others, a link, too large or malformed
   */
  public static KeyFile read(Path file) {
    byte[] json = readOwnerOnly(file);
    try {
      StrictJson root = StrictJson.parse(file.toString(), json);
      root.requireText("format", FORMAT);
      root.requireText("profile", Profile.TIDEMARK_GUMBEL_AES);
      String era = root.text("era", Names.ERA);
      byte[] fleet = HexFormat.of().parseHex(root.text("fleet", HEX_KEY));
      StrictJson tenantsNode = root.object("tenants");
      SortedMap<String, byte[]> tenants = new TreeMap<>();
      for (String name : tenantsNode.names()) {
        if (!name.matches(Names.TENANT)) {
          throw new BadInputException(
              file + "#/tenants", "a tenant's name must match " + Names.TENANT);
        }
        tenants.put(name, HexFormat.of().parseHex(tenantsNode.text(name, HEX_KEY)));
      }
      root.end();
      return new KeyFile(era, fleet, tenants);
    } finally {
      Arrays.fill(json, (byte) 0);
    }
  }

  private static byte[] readOwnerOnly(Path file) {
    try {
      return OwnerOnly.ofThisProcess().read(file, "key file", MOST_BYTES);
    } catch (NoSuchFileException e) {
      throw new BadInputException(
          file.toString(),
          "key file does not exist; make one with: tidemark keys new --out " + file,
          e);
    }
  }

  /**
   * Writes the keys to a new file of mode 0600.
   *
   * @throws BadInputException if the file exists or cannot be written
   */
  public void write(Path file) {
    withJson(json -> OwnerOnly.ofThisProcess().create(file, json));
  }

  /**
   * Writes the keys to a file of mode 0600, in place of one that may be there: how a running proxy
   * is given new keys.
   *
   * @throws BadInputException if it cannot be written; the old content stays then
   */
  public void replace(Path file) {
    withJson(json -> OwnerOnly.ofThisProcess().replace(file, json));
  }

  private void withJson(Consumer<byte[]> action) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT);
    root.put("profile", Profile.TIDEMARK_GUMBEL_AES);
    root.put("era", era);
    root.put("fleet", HexFormat.of().formatHex(fleet));
    ObjectNode tenantsNode = root.putObject("tenants");
    tenants.forEach((name, key) -> tenantsNode.put(name, HexFormat.of().formatHex(key)));
    byte[] json = CanonicalJson.bytes(root);
    try {
      action.accept(json);
    } finally {
      Arrays.fill(json, (byte) 0);
    }
  }

  /** Returns the name of the era. */
  public String era() {
    return era;
  }

  /** Returns the tenants' pseudonyms, sorted. */
  public List<String> tenants() {
    return List.copyOf(tenants.keySet());
  }

  /** Returns a copy of the fleet key; the caller closes it. */
  public DrawKey fleet() {
    return DrawKey.copyOf(fleet);
  }

  /** Returns the public id of the fleet key; see {@link #keyId}. */
  public String fleetId() {
    return keyId(fleet);
  }

  /**
   * Returns a copy of a tenant's key; the caller closes it.
   *
   * @throws BadInputException if there is no such tenant
   */
  public DrawKey tenant(String name) {
    return DrawKey.copyOf(tenantBytes(name));
  }

  /** Returns the public id of a tenant's key; see {@link #keyId}. */
  public String tenantId(String name) {
    return keyId(tenantBytes(name));
  }

  private byte[] tenantBytes(String name) {
    byte[] key = tenants.get(name);
    if (key == null) {
      throw new BadInputException("key file", "has no key for tenant " + name);
    }
    return key;
  }

  /**
   * Returns a public name for a key: the first 8 bytes of SHA-256 over {@code tidemark-key-id-v1}
   * and the key, in hex. It binds records to a key without opening it: the key has 128 random bits.
   */
  public static String keyId(byte[] key) {
    byte[] label = "tidemark-key-id-v1".getBytes(StandardCharsets.US_ASCII);
    byte[] hash = Merkle.sha256(label, key);
    return HexFormat.of().formatHex(hash, 0, 8);
  }

  @Override
  public String toString() {
    return "KeyFile[era " + era + ", " + tenants.size() + " tenants, keys secret]";
  }

  @Override
  public void close() {
    Arrays.fill(fleet, (byte) 0);
    tenants.values().forEach(key -> Arrays.fill(key, (byte) 0));
  }
}
