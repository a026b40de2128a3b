package ai.tidemark.keys.store;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.keys.derive.CommitmentFile;
import ai.tidemark.keys.derive.Names;
import ai.tidemark.keys.secret.OwnerOnly;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a store remembers of its eras beside the log: {@code ERA.json}, whose keys they are and for
 * which profile, and {@code ERA.commitments}, the {@link CommitmentFile}. No keys: those are
 * derived again each time.
 */
public final class EraFolder {
  private static final String FORMAT = "tidemark-era-v1";
  private static final int MOST_BYTES = 128 << 20;

  private final Path folder;
  private final OwnerOnly files = OwnerOnly.ofThisProcess();

  /** The folder, which exists. */
  public EraFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * An era as remembered.
   *
   * @param era its name
   * @param profile what its keys are for
   * @param tenants pseudonyms, sorted
   */
  record Remembered(String era, Profile profile, List<String> tenants) {}

  void write(Remembered era, CommitmentFile commitments) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT).put("era", era.era());
    root.put("profile", new String(era.profile().canonicalJson(), StandardCharsets.UTF_8));
    ArrayNode tenants = root.putArray("tenants");
    era.tenants().forEach(tenants::add);
    files.replace(file(era.era(), "commitments"), commitments.bytes());
    files.replace(file(era.era(), "json"), CanonicalJson.bytes(root));
  }

  Remembered read(String era) {
    Path file = file(era, "json");
    StrictJson root = StrictJson.parse(file.toString(), bytes(file, "era file"));
    root.requireText("format", FORMAT);
    root.requireText("era", era);
    Profile profile =
        Profile.parse(file + "#/profile", root.text("profile").getBytes(StandardCharsets.UTF_8));
    List<String> tenants = new ArrayList<>(root.texts("tenants", Names.TENANT));
    root.end();
    return new Remembered(era, profile, tenants);
  }

  /** Returns the commitments of an era. */
  public CommitmentFile commitments(String era) {
    Path file = file(era, "commitments");
    return CommitmentFile.parse(file.toString(), bytes(file, "commitment file"));
  }

  void forget(String era) {
    files.delete(file(era, "json"));
  }

  private byte[] bytes(Path file, String what) {
    try {
      return files.read(file, what, MOST_BYTES);
    } catch (NoSuchFileException e) {
      throw new BadInputException(
          file.toString(), what + " is missing; restore it from the backup of the store", e);
    }
  }

  private Path file(String era, String ending) {
    return folder.resolve(era + "." + ending);
  }
}
