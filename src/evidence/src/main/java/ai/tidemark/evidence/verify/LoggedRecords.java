package ai.tidemark.evidence.verify;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.bundle.LogRecords;
import ai.tidemark.keys.log.LogException;
import ai.tidemark.keys.log.LogPolicy;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.TlogProof;
import ai.tidemark.keys.log.VerifiedCheckpoint;
import java.util.Arrays;
import java.util.Optional;

/**
 * The records of a bundle, shown to stand in a log that the policy knows, all under one checkpoint.
 *
 * @param records by index
 * @param head the checkpoint
 */
record LoggedRecords(LogRecords records, VerifiedCheckpoint head) {

  /**
   * Verifies the proof of every record.
   *
   * @param origin the log that the statement names
   * @throws BundleException with the first rule that is broken
   */
  static LoggedRecords check(Bundle bundle, LogRecords records, LogPolicy policy, String origin) {
    if (records.entries().isEmpty()) {
      throw new BundleException(Code.RECORD_MISSING, FileName.RECORDS + " holds no record");
    }
    Optional<byte[]> note = Optional.empty();
    Optional<VerifiedCheckpoint> head = Optional.empty();
    for (LogRecords.Entry entry : records.entries()) {
      String name = FileName.proof(entry.index());
      if (!bundle.has(name)) {
        throw new BundleException(Code.PROOF_MISSING, "the bundle has no " + name);
      }
      TlogProof proof = parse(name, bundle.bytes(name));
      if (proof.index() != entry.index() || proof.extra().length > 0) {
        throw new BundleException(
            Code.LOG_INDEX, name + " is a proof for index " + proof.index() + ", or holds more");
      }
      if (note.isPresent() && !Arrays.equals(note.get(), proof.checkpoint())) {
        throw new BundleException(
            Code.LOG_CHECKPOINT, name + " stands under another checkpoint than the proofs before");
      }
      if (head.isEmpty()) {
        note = Optional.of(proof.checkpoint());
        head = Optional.of(verify(policy, name, proof.checkpoint(), origin));
      }
      includes(name, entry, proof, head.get());
    }
    long proofs =
        bundle.names().stream().filter(n -> n.startsWith("log/") && n.endsWith(".proof")).count();
    if (proofs != records.entries().size()) {
      throw new BundleException(Code.PROOF_SURPLUS, "a proof in log/ belongs to no record");
    }
    return new LoggedRecords(records, head.orElseThrow());
  }

  private static TlogProof parse(String name, byte[] bytes) {
    try {
      TlogProof proof = TlogProof.parse(name, bytes);
      if (Arrays.equals(proof.encode(), bytes)) {
        return proof;
      }
    } catch (BadInputException e) {
      throw new BundleException(Code.PROOF_FORMAT, String.valueOf(e.getMessage()), e);
    }
    throw new BundleException(Code.PROOF_FORMAT, name + " is not in the form that a proof has");
  }

  private static void includes(
      String name, LogRecords.Entry entry, TlogProof proof, VerifiedCheckpoint head) {
    byte[] leaf = Merkle.leaf(entry.record().canonicalJson());
    if (!Merkle.includes(leaf, entry.index(), head.size(), proof.path(), head.root())) {
      throw new BundleException(
          Code.LOG_INCLUSION, name + " does not lead from the record to the checkpoint's root");
    }
  }

  /** Verifies a checkpoint under a policy; the policy's failures become this format's codes. */
  static VerifiedCheckpoint verify(LogPolicy policy, String name, byte[] note, String origin) {
    try {
      VerifiedCheckpoint verified = policy.verify(name, note);
      requireOrigin(name, verified.origin(), origin);
      return verified;
    } catch (LogException e) {
      throw new BundleException(code(e), name + ": " + e.getMessage(), e);
    } catch (BadInputException e) {
      throw new BundleException(Code.PROOF_FORMAT, String.valueOf(e.getMessage()), e);
    }
  }

  static void requireOrigin(String name, String actual, String origin) {
    if (!actual.equals(origin)) {
      throw new BundleException(
          Code.LOG_UNKNOWN,
          name + " is of log " + actual + ", but the statement is about log " + origin);
    }
  }

  private static Code code(LogException e) {
    return switch (e.code()) {
      case UNKNOWN_LOG, UNSIGNED -> Code.LOG_UNKNOWN;
      case BAD_SIGNATURE, BAD_TIME -> Code.LOG_SIGNATURE;
      case NO_QUORUM -> Code.LOG_QUORUM;
      case NOT_INCLUDED -> Code.LOG_INCLUSION;
      case NOT_CONSISTENT -> Code.LOG_CONSISTENCY;
      case SPLIT_VIEW -> Code.LOG_SPLIT;
    };
  }

  /** Returns where a record stands, by its leaf hash. */
  LogRecords.Entry require(String what, String leafHash) {
    return records
        .byLeafHash(leafHash)
        .orElseThrow(
            () ->
                new BundleException(
                    Code.RECORD_MISSING,
                    what + " with leaf hash " + leafHash + " is not among the records"));
  }
}
