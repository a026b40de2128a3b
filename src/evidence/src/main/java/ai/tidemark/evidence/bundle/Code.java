package ai.tidemark.evidence.bundle;

/**
 * The rules that a verifier holds a bundle to; docs/formats/bundle.md lists them. Names and
 * meanings stay as they are: other verifiers print the same.
 */
public enum Code {
  /** The header of a file is the only one for its name and size. */
  ARCHIVE_HEADER(
      BundleClaim.AUTHENTIC, "the header of a file is the only one for its name and size"),

  /**
   * Names have at most 100 bytes of [a-z0-9._-] in segments parted by /, none of them empty, . or
   * ...
   */
  ARCHIVE_NAME(
      BundleClaim.AUTHENTIC,
      "names have at most 100 bytes of [a-z0-9._-] in segments parted by /, none of them empty, ."
          + " or .."),

  /** Names ascend in the order of bytes, each once. */
  ARCHIVE_ORDER(BundleClaim.AUTHENTIC, "names ascend in the order of bytes, each once"),

  /** Padding is zero, and two blocks of zeros end the archive. */
  ARCHIVE_PADDING(
      BundleClaim.AUTHENTIC, "padding is zero, and two blocks of zeros end the archive"),

  /** The archive does not end early. */
  ARCHIVE_TRUNCATED(BundleClaim.AUTHENTIC, "the archive does not end early"),

  /** Nothing follows the end of the archive. */
  ARCHIVE_TRAILING(BundleClaim.AUTHENTIC, "nothing follows the end of the archive"),

  /** Files are no more and no larger than the limits allow. */
  ARCHIVE_LIMIT(BundleClaim.AUTHENTIC, "files are no more and no larger than the limits allow"),

  /** Every name is one of the format's. */
  FILE_UNKNOWN(BundleClaim.AUTHENTIC, "every name is one of the format's"),

  /** Every file that the format requires is there. */
  FILE_MISSING(BundleClaim.AUTHENTIC, "every file that the format requires is there"),

  /** JSON stands in its canonical form, which has each name once. */
  JSON_NOT_CANONICAL(
      BundleClaim.AUTHENTIC, "JSON stands in its canonical form, which has each name once"),

  /** A file has the fields, types and ranges of its format. */
  FORMAT(BundleClaim.AUTHENTIC, "a file has the fields, types and ranges of its format"),

  /** The envelope holds an in-toto statement. */
  PAYLOAD_TYPE(BundleClaim.AUTHENTIC, "the envelope holds an in-toto statement"),

  /** The envelope has exactly two signatures. */
  SIGNATURE_COUNT(BundleClaim.AUTHENTIC, "the envelope has exactly two signatures"),

  /** Ed25519 stands first, ML-DSA-65 second. */
  SIGNATURE_ORDER(BundleClaim.AUTHENTIC, "Ed25519 stands first, ML-DSA-65 second"),

  /** Both key ids are of signers in the trust policy. */
  SIGNER_UNKNOWN(BundleClaim.AUTHENTIC, "both key ids are of signers in the trust policy"),

  /** Both signatures are of one signer. */
  SIGNERS_DIFFER(BundleClaim.AUTHENTIC, "both signatures are of one signer"),

  /** The Ed25519 signature verifies. */
  SIGNATURE_ED25519(BundleClaim.AUTHENTIC, "the Ed25519 signature verifies"),

  /** The ML-DSA-65 signature verifies. */
  SIGNATURE_ML_DSA_65(BundleClaim.AUTHENTIC, "the ML-DSA-65 signature verifies"),

  /** The statement has the types of this format. */
  STATEMENT_TYPE(BundleClaim.AUTHENTIC, "the statement has the types of this format"),

  /** The statement lists every file of the archive. */
  FILE_NOT_SIGNED(BundleClaim.AUTHENTIC, "the statement lists every file of the archive"),

  /** The archive holds every file that the statement lists. */
  FILE_ABSENT(BundleClaim.AUTHENTIC, "the archive holds every file that the statement lists"),

  /** Every file has the size and the SHA-256 that the statement lists. */
  FILE_DIGEST(
      BundleClaim.AUTHENTIC, "every file has the size and the SHA-256 that the statement lists"),

  /** The subjects are the manifest and the report, with their SHA-256. */
  SUBJECT(
      BundleClaim.AUTHENTIC, "the subjects are the manifest and the report, with their SHA-256"),

  /** The records in the bundle are control records. */
  RECORD_FORMAT(
      BundleClaim.AUTHENTIC, "the records in the bundle are control records, in canonical form"),

  /** Each line of custody names the SHA-256 of the line before it. */
  CUSTODY_CHAIN(
      BundleClaim.AUTHENTIC, "each line of custody names the SHA-256 of the line before it"),

  /** Checkpoints are of a log in the trust policy, the one that the statement names. */
  LOG_UNKNOWN(
      BundleClaim.TIME,
      "checkpoints are of a log in the trust policy, the one that the statement names"),

  /** Signatures on a checkpoint by keys in the policy verify. */
  LOG_SIGNATURE(BundleClaim.TIME, "signatures on a checkpoint by keys in the policy verify"),

  /** Witnesses cosigned as the policy asks. */
  LOG_QUORUM(BundleClaim.TIME, "witnesses cosigned as the policy asks"),

  /** Proofs and checkpoints have the form of their texts. */
  PROOF_FORMAT(
      BundleClaim.TIME, "proofs, checkpoints and consistency proofs have the form of their texts"),

  /** The proofs of records stand under one checkpoint. */
  LOG_CHECKPOINT(BundleClaim.TIME, "the proofs of records stand under one checkpoint"),

  /** A proof is for the index in its name. */
  LOG_INDEX(BundleClaim.TIME, "a proof is for the index in its name"),

  /** The log holds each record at its index. */
  LOG_INCLUSION(BundleClaim.TIME, "the log holds each record at its index"),

  /** The tree of an anchor is a beginning of the tree of the proofs. */
  LOG_CONSISTENCY(
      BundleClaim.TIME, "the tree of an anchor is a beginning of the tree of the proofs"),

  /** Trees of one size have one root. */
  LOG_SPLIT(BundleClaim.TIME, "trees of one size have one root"),

  /** The log's entries, where given, have the root of the checkpoint. */
  LOG_ENTRIES(
      BundleClaim.TIME,
      "the log's entries, where given, are control records and have the size and the root of the"
          + " checkpoint"),

  /** Each record has a proof. */
  PROOF_MISSING(BundleClaim.TIME, "each record has a proof"),

  /** Each proof and each file of time belongs to a record, an anchor. */
  PROOF_SURPLUS(
      BundleClaim.TIME, "each proof and each file of time belongs to a record, an anchor"),

  /** Where the log's entries are given, no record that matters is left out. */
  RECORD_WITHHELD(
      BundleClaim.TIME, "where the log's entries are given, no record that matters is left out"),

  /** The era commitment, activation, plan and result that the others name are there. */
  RECORD_MISSING(
      BundleClaim.TIME,
      "the era commitment, activation, plan and result that the others name are there"),

  /** Era commitments have serials 0, 1, ... and each names the one before. */
  ERA_CHAIN(
      BundleClaim.TIME, "era commitments have serials 0, 1, ... and each names the one before"),

  /** An era commitment is activated once. */
  ERA_ACTIVATED_TWICE(BundleClaim.TIME, "an era commitment is activated once"),

  /** An activation or key state names the era of its commitment. */
  ERA_NAME(BundleClaim.TIME, "an activation or key state names the era of its commitment"),

  /** A time stamp is a DER TimeStampToken. */
  TOKEN_FORMAT(BundleClaim.TIME, "a time stamp is a DER TimeStampToken"),

  /** A time stamp is over the SHA-256 of the checkpoint's note. */
  TOKEN_IMPRINT(BundleClaim.TIME, "a time stamp is over the SHA-256 of the checkpoint's note"),

  /** The signature of a time stamp of a trusted authority verifies. */
  TOKEN_SIGNATURE(
      BundleClaim.TIME, "the signature of a time stamp of a trusted authority verifies"),

  /** The certificate is for time stamping and valid, or the time stamp was renewed in time. */
  TOKEN_CERTIFICATE(
      BundleClaim.TIME,
      "the certificate of a time stamp is for time stamping and still valid, or the time stamp was"
          + " renewed in time"),

  /** A time stamp does not lie in the future. */
  TOKEN_FUTURE(BundleClaim.TIME, "a time stamp does not lie in the future"),

  /** Each record that needs a time from outside has one. */
  TIME_MISSING(BundleClaim.TIME, "each record that needs a time from outside has one"),

  /** An era was committed before it was activated, at times from outside. */
  ERA_TIME(BundleClaim.TIME, "an era was committed before it was activated, at times from outside"),

  /** An era was activated before the material is first known. */
  MATERIAL_TIME(BundleClaim.TIME, "an era was activated before the material is first known"),

  /** The beacon round is the first at or after an outside time of the commitment plus the delay. */
  BEACON_ROUND(
      BundleClaim.TIME,
      "the beacon round is the first at or after an outside time of the commitment plus the delay"),

  /** Plan.json is the plan that the log holds. */
  PLAN_NOT_LOGGED(BundleClaim.TIME, "plan.json is the plan that the log holds"),

  /** The plan was logged, at a time from outside, before the scan started and before its result. */
  PLAN_TIME(
      BundleClaim.TIME,
      "the plan was logged, at a time from outside, before the scan started and before its result"),

  /** Report.json is the report that the log's result names. */
  REPORT_NOT_LOGGED(BundleClaim.TIME, "report.json is the report that the log's result names"),

  /** The scan that the result tells of was finished. */
  RESULT_OUTCOME(BundleClaim.TIME, "the scan that the result tells of was finished"),

  /** The manifest is of the corpus that plan and result name. */
  CORPUS_ROOT(BundleClaim.TIME, "the manifest is of the corpus that plan and result name"),

  /** The report was made with the settings of the plan. */
  PLAN_SETTINGS(BundleClaim.TIME, "the report was made with the settings of the plan"),

  /** The report has the decoys of the plan. */
  PLAN_DECOYS(BundleClaim.TIME, "the report has the decoys of the plan"),

  /** Plan, report, commitments and profile.json are of one profile. */
  PLAN_PROFILE(BundleClaim.TIME, "plan, report, commitments and profile.json are of one profile"),

  /** Plan, its record, openings and report are about the same eras. */
  PLAN_ERAS(BundleClaim.TIME, "plan, its record, openings and report are about the same eras"),

  /** An opened era has the name and the deployment of its commitment. */
  OPENING_ERA(BundleClaim.KEYS, "an opened era has the name and the deployment of its commitment"),

  /** A tag is that of its subject's name and salt. */
  OPENING_TAG(BundleClaim.KEYS, "a tag is that of its subject's name and salt"),

  /** A commitment file holds leaves of 64 bytes, tags ascending, each once. */
  COMMITMENTS_FORMAT(
      BundleClaim.KEYS, "a commitment file holds leaves of 64 bytes, tags ascending, each once"),

  /** A commitment file has the root and the count of its era commitment. */
  COMMITMENTS_ROOT(
      BundleClaim.KEYS, "a commitment file has the root and the count of its era commitment"),

  /** The seed of an opened key is the committed one. */
  KEY_NOT_COMMITTED(BundleClaim.KEYS, "the seed of an opened key is the committed one"),

  /** Every key of the plan is in the commitment file of its era. */
  PLAN_KEY_NOT_COMMITTED(
      BundleClaim.KEYS, "every key of the plan is in the commitment file of its era"),

  /** The coin key is the one that the activation commits to. */
  COIN_NOT_COMMITTED(BundleClaim.KEYS, "the coin key is the one that the activation commits to"),

  /** The report is about the keys of the plan, and the opened ones bear their key ids. */
  REPORT_KEYS(
      BundleClaim.KEYS,
      "the report is about the keys of the plan, and the opened ones bear their key ids"),

  /** An era is activated with the beacon of its commitment. */
  BEACON_KIND(BundleClaim.KEYS, "an era is activated with the beacon of its commitment"),

  /** An era has a beacon where the trust policy asks for it. */
  BEACON_REQUIRED(BundleClaim.KEYS, "an era has a beacon where the trust policy asks for it"),

  /** A key was not disclosed before the material is first known. */
  KEY_DISCLOSED(BundleClaim.KEYS, "a key was not disclosed before the material is first known"),

  /** A key was not compromised before the material is first known. */
  KEY_COMPROMISED(BundleClaim.KEYS, "a key was not compromised before the material is first known"),

  /** A key was not destroyed before the material is first known. */
  KEY_DESTROYED(BundleClaim.KEYS, "a key was not destroyed before the material is first known"),

  /**
   * What the report calls marked still is, after paying for every era and plan that the log counts.
   */
  CHARGED_P(
      BundleClaim.KEYS,
      "what the report calls marked still is, after paying for every era and plan that the log"
          + " counts"),

  /** The scored blocks are records of 17 bytes, ascending, each once, with known forms. */
  BLOCKS_FORMAT(
      BundleClaim.RECOMPUTED,
      "the scored blocks are records of 17 bytes, ascending, each once, with known forms"),

  /** The scored blocks are those that the report counts: number, digest, sampling. */
  BLOCKS_DIFFER(
      BundleClaim.RECOMPUTED,
      "the scored blocks are those that the report counts: number, digest, sampling"),

  /** The texts are those of the manifest. */
  TEXTS_DIFFER(BundleClaim.RECOMPUTED, "the texts are those of the manifest"),

  /** N and S of each opened key are those of the report. */
  EVIDENCE_DIFFERS(BundleClaim.RECOMPUTED, "n and S of each opened key are those of the report"),

  /** Each p follows from its n and S. */
  P_DIFFERS(BundleClaim.RECOMPUTED, "each p follows from its n and S"),

  /** The tests of the corpus are those of the report. */
  TESTS_DIFFER(BundleClaim.RECOMPUTED, "the tests of the corpus are those of the report"),

  /** A scan of the texts gives the report, byte for byte. */
  REPORT_DIFFERS(BundleClaim.RECOMPUTED, "a scan of the texts gives the report, byte for byte"),

  /** The report's verdict is neither invalid nor incomplete. */
  REPORT_INVALID(BundleClaim.CALIBRATED, "the report's verdict is neither invalid nor incomplete"),

  /** The decoys score what the report says. */
  DECOYS_DIFFER(BundleClaim.CALIBRATED, "the decoys score what the report says"),

  /** The decoys do not contradict the null law. */
  DECOYS_BROKEN(BundleClaim.CALIBRATED, "the decoys do not contradict the null law"),

  /** The known answers are those of the scheme. */
  VECTORS_OTHER(BundleClaim.CALIBRATED, "the known answers are those of the scheme"),

  /** This verifier computes the known answers. */
  VECTORS_FAILED(BundleClaim.CALIBRATED, "this verifier computes the known answers");

  private final BundleClaim claim;
  private final String rule;

  Code(BundleClaim claim, String rule) {
    this.claim = claim;
    this.rule = rule;
  }

  /** Returns the claim that fails where the rule is broken. */
  public BundleClaim claim() {
    return claim;
  }

  /** Returns the rule, in words. */
  public String rule() {
    return rule;
  }
}
