package ai.tidemark.core.profile;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.core.scheme.Scheme;
import ai.tidemark.core.token.Tokenizer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Everything public about a watermark. Its canonical JSON form (RFC 8785) is what gets hashed and
 * committed; schema: docs/formats/profile.schema.json.
 *
 * @param id names the rules to the bit, here always {@link #TIDEMARK_GUMBEL_AES}
 * @param scheme its parameters
 * @param tokenizer the tokenizer that text must be read with
 */
public record Profile(String id, Scheme.Gumbel scheme, TokenizerPin tokenizer) {
  /** Value of the field {@code format}. */
  public static final String FORMAT = "tidemark-profile-v1";

  /** The product's own scheme. */
  public static final String TIDEMARK_GUMBEL_AES = "tidemark-gumbel-aes-v1";

  private static final int MOST_BYTES = 1 << 20;

  private static final String PRF = "aes128-block18";

  /** Validates. */
  public Profile {
    if (!(scheme.contexts() instanceof Contexts.Coined)) {
      throw new IllegalArgumentException(id + " needs coined contexts");
    }
  }

  /**
   * A pinned tokenizer.
   *
   * @param name for people
   * @param fingerprint {@link Tokenizer#fingerprint}
   */
  public record TokenizerPin(String name, String fingerprint) {
    /** Validates. */
    public TokenizerPin {
      if (!fingerprint.matches("sha256:[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "fingerprint must be sha256: and 64 hex digits, but is " + fingerprint);
      }
    }
  }

  /** The product's own scheme with default contexts, pinned to a tokenizer. */
  public static Profile of(Tokenizer tokenizer) {
    return of(Contexts.Coined.DEFAULT, tokenizer);
  }

  /** The product's own scheme, pinned to a tokenizer. */
  public static Profile of(Contexts.Coined contexts, Tokenizer tokenizer) {
    return new Profile(
        TIDEMARK_GUMBEL_AES,
        new Scheme.Gumbel(contexts, Scheme.Prf.AES128_BLOCK18),
        new TokenizerPin(tokenizer.name(), tokenizer.fingerprint()));
  }

  /** Returns the contexts. */
  public Contexts.Coined contexts() {
    return (Contexts.Coined) scheme.contexts();
  }

  /**
   * Refuses a tokenizer other than the pinned one.
   *
   * @throws BadInputException naming both fingerprints
   */
  public void require(Tokenizer actual) {
    if (!tokenizer.fingerprint().equals(actual.fingerprint())) {
      throw new BadInputException(
          "profile " + id,
          "is pinned to tokenizer "
              + tokenizer.name()
              + " ("
              + tokenizer.fingerprint()
              + "), but the one given is "
              + actual.name()
              + " ("
              + actual.fingerprint()
              + ")");
    }
  }

  /** Returns the canonical JSON form, UTF-8 bytes. */
  public byte[] canonicalJson() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT).put("id", id);
    Contexts.Coined coined = contexts();
    ObjectNode schemeNode = root.putObject("scheme").put("kind", "gumbel").put("prf", PRF);
    schemeNode
        .putObject("contexts")
        .put("kind", "coined")
        .put("wide", coined.wide())
        .put("narrow", coined.narrow())
        .put("narrowShare", coined.narrowShare())
        .put("fleetShare", coined.fleetShare());
    root.putObject("tokenizer")
        .put("name", tokenizer.name())
        .put("fingerprint", tokenizer.fingerprint());
    root.putObject("rules")
        .put("dedup", "tuple")
        .put("firstScored", coined.wide())
        .put("idLimit", 1 << 18)
        .put("controlTokens", "end-document")
        .put("eos", "candidate");
    return CanonicalJson.bytes(root);
  }

  /** Returns SHA-256 of the canonical JSON, as 64 hex digits. */
  public String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonicalJson()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  /**
   * Reads a profile file.
   *
   * @throws BadInputException if it is missing, too large, unreadable or not a profile
   */
  public static Profile read(Path file) {
    String where = file.toString();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] json = in.readNBytes(MOST_BYTES + 1);
      if (json.length > MOST_BYTES) {
        throw new BadInputException(where, "is too large to be a profile");
      }
      return parse(where, json);
    } catch (NoSuchFileException e) {
      throw new BadInputException(
          where, "profile does not exist; make one with: tidemark profile new --out " + file, e);
    } catch (IOException e) {
      throw new BadInputException(where, "profile cannot be read", e);
    }
  }

  /**
   * Reads a profile; unknown and missing fields, and rules this version does not implement, are
   * refused with their JSON pointer.
   *
   * @param where names the source in messages
   * @param json UTF-8
   * @throws BadInputException if it is not a profile
   */
  public static Profile parse(String where, byte[] json) {
    StrictJson root = StrictJson.parse(where, json);
    root.requireText("format", FORMAT);
    root.requireText("id", TIDEMARK_GUMBEL_AES);
    StrictJson scheme = root.object("scheme");
    scheme.requireText("kind", "gumbel");
    scheme.requireText("prf", PRF);
    StrictJson c = scheme.object("contexts");
    c.requireText("kind", "coined");
    long one = Contexts.Coined.ONE;
    int wide = (int) c.integer("wide", 3, 6);
    Contexts.Coined coined =
        new Contexts.Coined(
            wide,
            (int) c.integer("narrow", 2, wide - 1),
            c.integer("narrowShare", 0, one),
            c.integer("fleetShare", 0, one));
    c.end();
    scheme.end();
    StrictJson t = root.object("tokenizer");
    String name = t.text("name");
    String fingerprint = t.text("fingerprint", "sha256:[0-9a-f]{64}");
    t.end();
    StrictJson rules = root.object("rules");
    rules.requireText("dedup", "tuple");
    rules.integer("firstScored", wide, wide);
    rules.integer("idLimit", 1 << 18, 1 << 18);
    rules.requireText("controlTokens", "end-document");
    rules.requireText("eos", "candidate");
    rules.end();
    root.end();
    return new Profile(
        TIDEMARK_GUMBEL_AES,
        new Scheme.Gumbel(coined, Scheme.Prf.AES128_BLOCK18),
        new TokenizerPin(name, fingerprint));
  }
}
