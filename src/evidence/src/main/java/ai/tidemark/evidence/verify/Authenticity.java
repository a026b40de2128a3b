package ai.tidemark.evidence.verify;

import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.Dsse;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.bundle.Signers;
import ai.tidemark.evidence.bundle.Statement;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.Verifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Both signatures by one trusted signer, over a statement that lists exactly the files there. */
final class Authenticity {
  private Authenticity() {}

  /**
   * What was signed, and by whom.
   *
   * @param signer the name in the trust policy
   */
  record Signed(Statement statement, String signer) {}

  /**
   * Verifies.
   *
   * @throws BundleException with the first rule that is broken
   */
  static Signed check(Bundle bundle, List<Signers.Identity> trusted) {
    Dsse envelope = Dsse.parse(FileName.STATEMENT, bundle.bytes(FileName.STATEMENT));
    if (!envelope.payloadType().equals(Dsse.IN_TOTO)) {
      throw new BundleException(Code.PAYLOAD_TYPE, "the payload type must be " + Dsse.IN_TOTO);
    }
    Signers.Identity signer = verify(envelope, trusted);
    Statement statement = Statement.parse(envelope.payload());
    compare(bundle.entries(), statement.files());
    return new Signed(statement, signer.name());
  }

  /** Verifies both signatures; returns whose they are. */
  static Signers.Identity verify(Dsse envelope, List<Signers.Identity> trusted) {
    List<Dsse.Signature> signatures = envelope.signatures();
    if (signatures.size() != 2) {
      throw new BundleException(
          Code.SIGNATURE_COUNT,
          "the envelope must have 2 signatures, but has " + signatures.size());
    }
    String first = signatures.get(0).keyId();
    String second = signatures.get(1).keyId();
    if (find(trusted, first, Algorithm.ML_DSA_65).isPresent()
        || find(trusted, second, Algorithm.ED25519).isPresent()) {
      throw new BundleException(
          Code.SIGNATURE_ORDER, "the Ed25519 signature must stand first, ML-DSA-65 second");
    }
    Optional<Signers.Identity> ed25519 = find(trusted, first, Algorithm.ED25519);
    Optional<Signers.Identity> mlDsa65 = find(trusted, second, Algorithm.ML_DSA_65);
    if (ed25519.isEmpty() || mlDsa65.isEmpty()) {
      throw new BundleException(
          Code.SIGNER_UNKNOWN,
          "the trust policy has no signer with key id " + first + ", " + second);
    }
    if (!ed25519.get().mlDsa65Id().equals(second)) {
      throw new BundleException(
          Code.SIGNERS_DIFFER,
          "the signatures are of two signers, "
              + ed25519.get().name()
              + " and "
              + mlDsa65.get().name());
    }
    Signers.Identity signer = ed25519.get();
    byte[] message = Dsse.pae(envelope.payloadType(), envelope.payload());
    byte[] ed = signatures.get(0).bytes();
    if (!Verifier.verify(Algorithm.ED25519, signer.ed25519(), message, ed)) {
      throw new BundleException(Code.SIGNATURE_ED25519, "the Ed25519 signature does not verify");
    }
    byte[] ml = signatures.get(1).bytes();
    if (!Verifier.verify(Algorithm.ML_DSA_65, signer.mlDsa65(), message, ml)) {
      throw new BundleException(
          Code.SIGNATURE_ML_DSA_65, "the ML-DSA-65 signature does not verify");
    }
    return signer;
  }

  private static Optional<Signers.Identity> find(
      List<Signers.Identity> trusted, String keyId, Algorithm algorithm) {
    return trusted.stream()
        .filter(
            one -> keyId.equals(algorithm == Algorithm.ED25519 ? one.ed25519Id() : one.mlDsa65Id()))
        .findFirst();
  }

  private static void compare(List<Statement.Entry> there, List<Statement.Entry> listed) {
    Map<String, Statement.Entry> signed = new HashMap<>();
    String last = "";
    for (Statement.Entry entry : listed) {
      if (entry.name().compareTo(last) <= 0) {
        throw new BundleException(
            Code.FORMAT, "the statement's files must ascend by name, each once");
      }
      last = entry.name();
      signed.put(entry.name(), entry);
    }
    for (Statement.Entry entry : there) {
      Statement.Entry own = signed.remove(entry.name());
      if (own == null) {
        throw new BundleException(Code.FILE_NOT_SIGNED, "the statement lists no " + entry.name());
      }
      if (!own.equals(entry)) {
        throw new BundleException(
            Code.FILE_DIGEST, entry.name() + " has another size or SHA-256 than was signed");
      }
    }
    if (!signed.isEmpty()) {
      throw new BundleException(
          Code.FILE_ABSENT, "the archive lacks " + signed.keySet().iterator().next());
    }
  }
}
