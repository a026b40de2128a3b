package ai.tidemark.keys.store;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.derive.Names;
import ai.tidemark.keys.secret.OwnerOnly;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What is known of a store before it is opened: {@code store.json}. Nothing in it is secret, and
 * nothing is believed: another salt does not open the store, another deployment is refused by it.
 *
 * @param deployment whose store
 * @param origin of its log
 * @param unlock how its password is made
 */
public record StoreSettings(String deployment, String origin, Unlock unlock) {
  private static final String FORMAT = "tidemark-store-v1";
  private static final String FILE = "store.json";
  private static final String ORIGIN = "[!-*,-~]{1,255}";
  private static final int MOST_BYTES = 4096;

  /** Validates. */
  public StoreSettings {
    Names.require("deployment", deployment, Names.DEPLOYMENT);
    Names.require("origin", origin, ORIGIN);
  }

  /**
   * Reads the settings of a store.
   *
   * @throws BadInputException if there is no store, or others than its owner may use it
   */
  public static StoreSettings read(Path store) {
    OwnerOnly files = OwnerOnly.ofThisProcess();
    files.requireFolder(store, "key store");
    Path file = store.resolve(FILE);
    try {
      StrictJson root =
          StrictJson.parse(
              file.toString(), files.read(file, "settings of a key store", MOST_BYTES));
      root.requireText("format", FORMAT);
      String deployment = root.text("deployment", Names.DEPLOYMENT);
      String origin = root.text("origin", ORIGIN);
      Unlock unlock = Unlock.read(root);
      root.end();
      return new StoreSettings(deployment, origin, unlock);
    } catch (NoSuchFileException e) {
      throw new BadInputException(
          store.toString(),
          "is not a key store; make one with: tidemark keys init --store " + store,
          e);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(file.toString(), String.valueOf(e.getMessage()), e);
    }
  }

  void write(Path store) {
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("format", FORMAT)
            .put("deployment", deployment)
            .put("origin", origin);
    unlock.write(root);
    OwnerOnly.ofThisProcess().create(store.resolve(FILE), CanonicalJson.bytes(root));
  }
}
