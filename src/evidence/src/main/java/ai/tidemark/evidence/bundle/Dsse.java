package ai.tidemark.evidence.bundle;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.Signer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A DSSE envelope (Dead Simple Signing Envelope, protocol version 1): a payload, its type, and
 * signatures over both.
 *
 * @param payload the bytes that were signed
 * @param payloadType what they are
 * @param signatures in the order of the file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Dsse(byte[] payload, String payloadType, List<Signature> signatures) {
  /** The type of an in-toto statement. */
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  /** Validates. */
  public Dsse {
    payload = payload.clone();
    signatures = List.copyOf(signatures);
  }

  /**
   * A signature.
   *
   * @param keyId hex SHA-256 of the SubjectPublicKeyInfo; a hint that no decision rests on
   * @param bytes of the signature
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Signature(String keyId, byte[] bytes) {
    /** Copies. */
    public Signature {
      bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }
  }

  @Override
  public byte[] payload() {
    return payload.clone();
  }

  /** Returns the key id of a raw public key. */
  public static String keyId(Algorithm algorithm, byte[] publicKey) {
    return HexFormat.of().formatHex(Merkle.sha256(algorithm.spki(publicKey)));
  }

  /**
   * Returns what is signed: PAE(type, body) = "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body.
   */
  public static byte[] pae(String type, byte[] body) {
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("DSSEv1 " + typeBytes.length + " " + type + " " + body.length + " ")
            .getBytes(StandardCharsets.UTF_8);
    byte[] pae = new byte[head.length + body.length];
    System.arraycopy(head, 0, pae, 0, head.length);
    System.arraycopy(body, 0, pae, head.length, body.length);
    return pae;
  }

  /** Signs a payload, once with each signer. */
  public static Dsse sign(String payloadType, byte[] payload, List<? extends Signer> signers) {
    byte[] message = pae(payloadType, payload);
    List<Signature> signatures = new ArrayList<>();
    for (Signer signer : signers) {
      signatures.add(
          new Signature(keyId(signer.algorithm(), signer.publicKey()), signer.sign(message)));
    }
    return new Dsse(payload, payloadType, signatures);
  }

  /** Returns the envelope as canonical JSON. */
  public byte[] encode() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("payload", Base64.getEncoder().encodeToString(payload));
    root.put("payloadType", payloadType);
    ArrayNode array = root.putArray("signatures");
    for (Signature signature : signatures) {
      array
          .addObject()
          .put("keyid", signature.keyId())
          .put("sig", Base64.getEncoder().encodeToString(signature.bytes()));
    }
    return CanonicalJson.bytes(root);
  }

  /**
   * Reads an envelope in canonical JSON; nothing is verified.
   *
   * @throws BundleException if it is malformed
   */
  public static Dsse parse(String where, byte[] json) {
    return BundleJson.read(where, json, Dsse::parse);
  }

  private static Dsse parse(StrictJson root) {
    byte[] payload = BundleJson.base64(root, "payload");
    String type = root.text("payloadType");
    List<Signature> signatures = new ArrayList<>();
    for (StrictJson one : root.objects("signatures")) {
      signatures.add(
          new Signature(one.text("keyid", BundleJson.HEX_32), BundleJson.base64(one, "sig")));
      one.end();
    }
    return new Dsse(payload, type, signatures);
  }
}
