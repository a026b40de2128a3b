package ai.tidemark.evidence.corpus;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.record.RecordTime;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The files of a corpus and where they came from. The root binds the files alone; the whole
 * manifest is bound by its own hash. docs/formats/manifest.md.
 *
 * @param files sorted by {@link ManifestFile#BY_PATH}, paths all different, at least one
 * @param origin where the material came from
 */
public record Manifest(List<ManifestFile> files, Origin origin) {
  /** Value of the field {@code format}. */
  public static final String FORMAT = "tidemark-manifest-v1";

  private static final int MOST_BYTES = 512 << 20;
  private static final int LONGEST_TEXT = 1000;

  /**
   * Where the material came from, as somebody says.
   *
   * @param source in words, 1..1,000 characters
   * @param obtainedWhen when it was obtained
   * @param obtainedBy who obtained it, 1..1,000 characters
   * @param firstKnown earliest date that the material is known to have existed; not after it was
   *     obtained
   */
  public record Origin(String source, Instant obtainedWhen, String obtainedBy, Instant firstKnown) {
    /** Validates. */
    public Origin {
      requireText("source", source);
      requireText("obtained by", obtainedBy);
      RecordTime.format(obtainedWhen);
      RecordTime.format(firstKnown);
      if (firstKnown.isAfter(obtainedWhen)) {
        throw new IllegalArgumentException(
            "firstKnown must not be after the material was obtained");
      }
    }

    private static void requireText(String what, String text) {
      boolean control = text.chars().anyMatch(c -> c < 0x20 || c == 0x7f);
      if (text.isBlank() || text.length() > LONGEST_TEXT || control) {
        throw new IllegalArgumentException(
            what + " must be a text of 1.." + LONGEST_TEXT + " characters in one line");
      }
    }
  }

  /** Validates. */
  public Manifest {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("a manifest names at least one file");
    }
    for (int i = 1; i < files.size(); i++) {
      if (ManifestFile.BY_PATH.compare(files.get(i - 1), files.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "files must be sorted by the bytes of their paths, each once: " + files.get(i).path());
      }
    }
  }

  /** Returns the manifest of files in any order. */
  public static Manifest of(List<ManifestFile> files, Origin origin) {
    return new Manifest(files.stream().sorted(ManifestFile.BY_PATH).toList(), origin);
  }

  /** Returns the Merkle root over the files, 64 hex digits. */
  public String root() {
    return root(files);
  }

  /**
   * Returns the Merkle root (RFC 6962) over files, each leaf its canonical JSON; 64 hex digits.
   *
   * @param sorted by {@link ManifestFile#BY_PATH}
   */
  public static String root(List<ManifestFile> sorted) {
    return HexFormat.of()
        .formatHex(Merkle.root(sorted.stream().map(ManifestFile::leafHash).toList()));
  }

  /** Returns the canonical JSON form, UTF-8. */
  public byte[] canonicalJson() {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
    ArrayNode list = root.putArray("files");
    files.forEach(file -> file.writeTo(list.addObject()));
    root.put("source", origin.source());
    root.putObject("obtained")
        .put("when", RecordTime.format(origin.obtainedWhen()))
        .put("by", origin.obtainedBy());
    root.put("firstKnown", RecordTime.format(origin.firstKnown()));
    return CanonicalJson.bytes(root);
  }

  /**
   * Reads a manifest.
   *
   * @param where names the source in messages
   * @throws BadInputException if it is not a manifest, or not in its canonical form
   */
  public static Manifest parse(String where, byte[] json) {
    StrictJson root = StrictJson.parse(where, json);
    root.requireText("format", FORMAT);
    List<ManifestFile> files = new ArrayList<>();
    Manifest manifest;
    try {
      for (StrictJson file : root.objects("files")) {
        files.add(
            new ManifestFile(
                file.text("path"),
                file.integer("size", 0, ManifestFile.MOST_BYTES),
                file.text("sha256")));
        file.end();
      }
      StrictJson obtained = root.object("obtained");
      Origin origin =
          new Origin(
              root.text("source"),
              RecordTime.read(obtained, "when"),
              obtained.text("by"),
              RecordTime.read(root, "firstKnown"));
      obtained.end();
      root.end();
      manifest = new Manifest(files, origin);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(where, String.valueOf(e.getMessage()), e);
    }
    if (!Arrays.equals(json, manifest.canonicalJson())) {
      throw new BadInputException(where, "is not in its canonical form (RFC 8785)");
    }
    return manifest;
  }

  /**
   * Reads a manifest file.
   *
   * @throws BadInputException if it is missing, too large, or as {@link #parse} says
   */
  public static Manifest read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] json = in.readNBytes(MOST_BYTES);
      if (json.length == MOST_BYTES) {
        throw new BadInputException(file.toString(), "is too large to be a manifest");
      }
      return parse(file.toString(), json);
    } catch (NoSuchFileException e) {
      throw new BadInputException(file.toString(), "does not exist", e);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    }
  }

  /**
   * Compares with what was found.
   *
   * @param found files, sorted by {@link ManifestFile#BY_PATH}
   * @return what differs, by path; empty if nothing does
   */
  public List<Mismatch> compare(List<ManifestFile> found) {
    List<Mismatch> mismatches = new ArrayList<>();
    int f = 0;
    for (ManifestFile file : files) {
      while (f < found.size() && ManifestFile.BY_PATH.compare(found.get(f), file) < 0) {
        mismatches.add(new Mismatch(Mismatch.Kind.EXTRA, found.get(f++).path()));
      }
      if (f == found.size() || ManifestFile.BY_PATH.compare(found.get(f), file) > 0) {
        mismatches.add(new Mismatch(Mismatch.Kind.MISSING, file.path()));
      } else if (!found.get(f++).equals(file)) {
        mismatches.add(new Mismatch(Mismatch.Kind.CHANGED, file.path()));
      }
    }
    for (; f < found.size(); f++) {
      mismatches.add(new Mismatch(Mismatch.Kind.EXTRA, found.get(f).path()));
    }
    return mismatches;
  }
}
