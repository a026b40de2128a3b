"""The codes of bundle.md section 5, and the one exception that carries them."""

CLAIMS = ("authentic", "time", "keys", "recomputed", "calibrated")

# name: (claim, the rule that is broken)
CODES = {
    "ARCHIVE_HEADER": ("authentic", "the header of a file is the only one for its name and size"),
    "ARCHIVE_NAME": ("authentic", "names have at most 100 bytes of [a-z0-9._-] in segments parted by /, none of them empty, . or .."),
    "ARCHIVE_ORDER": ("authentic", "names ascend in the order of bytes, each once"),
    "ARCHIVE_PADDING": ("authentic", "padding is zero, and two blocks of zeros end the archive"),
    "ARCHIVE_TRUNCATED": ("authentic", "the archive does not end early"),
    "ARCHIVE_TRAILING": ("authentic", "nothing follows the end of the archive"),
    "ARCHIVE_LIMIT": ("authentic", "files are no more and no larger than the limits allow"),
    "FILE_UNKNOWN": ("authentic", "every name is one of the format's"),
    "FILE_MISSING": ("authentic", "every file that the format requires is there"),
    "JSON_NOT_CANONICAL": ("authentic", "JSON stands in its canonical form, which has each name once"),
    "FORMAT": ("authentic", "a file has the fields, types and ranges of its format"),
    "PAYLOAD_TYPE": ("authentic", "the envelope holds an in-toto statement"),
    "SIGNATURE_COUNT": ("authentic", "the envelope has exactly two signatures"),
    "SIGNATURE_ORDER": ("authentic", "Ed25519 stands first, ML-DSA-65 second"),
    "SIGNER_UNKNOWN": ("authentic", "both key ids are of signers in the trust policy"),
    "SIGNERS_DIFFER": ("authentic", "both signatures are of one signer"),
    "SIGNATURE_ED25519": ("authentic", "the Ed25519 signature verifies"),
    "SIGNATURE_ML_DSA_65": ("authentic", "the ML-DSA-65 signature verifies"),
    "STATEMENT_TYPE": ("authentic", "the statement has the types of this format"),
    "FILE_NOT_SIGNED": ("authentic", "the statement lists every file of the archive"),
    "FILE_ABSENT": ("authentic", "the archive holds every file that the statement lists"),
    "FILE_DIGEST": ("authentic", "every file has the size and the SHA-256 that the statement lists"),
    "SUBJECT": ("authentic", "the subjects are the manifest and the report, with their SHA-256"),
    "RECORD_FORMAT": ("authentic", "the records in the bundle are control records, in canonical form"),
    "CUSTODY_CHAIN": ("authentic", "each line of custody names the SHA-256 of the line before it"),
    "LOG_UNKNOWN": ("time", "checkpoints are of a log in the trust policy, the one that the statement names"),
    "LOG_SIGNATURE": ("time", "signatures on a checkpoint by keys in the policy verify"),
    "LOG_QUORUM": ("time", "witnesses cosigned as the policy asks"),
    "PROOF_FORMAT": ("time", "proofs, checkpoints and consistency proofs have the form of their texts"),
    "LOG_CHECKPOINT": ("time", "the proofs of records stand under one checkpoint"),
    "LOG_INDEX": ("time", "a proof is for the index in its name"),
    "LOG_INCLUSION": ("time", "the log holds each record at its index"),
    "LOG_CONSISTENCY": ("time", "the tree of an anchor is a beginning of the tree of the proofs"),
    "LOG_SPLIT": ("time", "trees of one size have one root"),
    "LOG_ENTRIES": ("time", "the log's entries, where given, are control records and have the size and the root of the checkpoint"),
    "PROOF_MISSING": ("time", "each record has a proof"),
    "PROOF_SURPLUS": ("time", "each proof and each file of time belongs to a record, an anchor"),
    "RECORD_WITHHELD": ("time", "where the log's entries are given, no record that matters is left out"),
    "RECORD_MISSING": ("time", "the era commitment, activation, plan and result that the others name are there"),
    "ERA_CHAIN": ("time", "era commitments have serials 0, 1, ... and each names the one before"),
    "ERA_ACTIVATED_TWICE": ("time", "an era commitment is activated once"),
    "ERA_NAME": ("time", "an activation or key state names the era of its commitment"),
    "TOKEN_FORMAT": ("time", "a time stamp is a DER TimeStampToken"),
    "TOKEN_IMPRINT": ("time", "a time stamp is over the SHA-256 of the checkpoint's note"),
    "TOKEN_SIGNATURE": ("time", "the signature of a time stamp of a trusted authority verifies"),
    "TOKEN_CERTIFICATE": ("time", "the certificate of a time stamp is for time stamping and still valid, or the time stamp was renewed in time"),
    "TOKEN_FUTURE": ("time", "a time stamp does not lie in the future"),
    "TIME_MISSING": ("time", "each record that needs a time from outside has one"),
    "ERA_TIME": ("time", "an era was committed before it was activated, at times from outside"),
    "MATERIAL_TIME": ("time", "an era was activated before the material is first known"),
    "BEACON_ROUND": ("time", "the beacon round is the first at or after an outside time of the commitment plus the delay"),
    "PLAN_NOT_LOGGED": ("time", "plan.json is the plan that the log holds"),
    "PLAN_TIME": ("time", "the plan was logged, at a time from outside, before the scan started and before its result"),
    "REPORT_NOT_LOGGED": ("time", "report.json is the report that the log's result names"),
    "RESULT_OUTCOME": ("time", "the scan that the result tells of was finished"),
    "CORPUS_ROOT": ("time", "the manifest is of the corpus that plan and result name"),
    "PLAN_SETTINGS": ("time", "the report was made with the settings of the plan"),
    "PLAN_DECOYS": ("time", "the report has the decoys of the plan"),
    "PLAN_PROFILE": ("time", "plan, report, commitments and profile.json are of one profile"),
    "PLAN_ERAS": ("time", "plan, its record, openings and report are about the same eras"),
    "OPENING_ERA": ("keys", "an opened era has the name and the deployment of its commitment"),
    "OPENING_TAG": ("keys", "a tag is that of its subject's name and salt"),
    "COMMITMENTS_FORMAT": ("keys", "a commitment file holds leaves of 64 bytes, tags ascending, each once"),
    "COMMITMENTS_ROOT": ("keys", "a commitment file has the root and the count of its era commitment"),
    "KEY_NOT_COMMITTED": ("keys", "the seed of an opened key is the committed one"),
    "PLAN_KEY_NOT_COMMITTED": ("keys", "every key of the plan is in the commitment file of its era"),
    "COIN_NOT_COMMITTED": ("keys", "the coin key is the one that the activation commits to"),
    "REPORT_KEYS": ("keys", "the report is about the keys of the plan, and the opened ones bear their key ids"),
    "BEACON_KIND": ("keys", "an era is activated with the beacon of its commitment"),
    "BEACON_REQUIRED": ("keys", "an era has a beacon where the trust policy asks for it"),
    "KEY_DISCLOSED": ("keys", "a key was not disclosed before the material is first known"),
    "KEY_COMPROMISED": ("keys", "a key was not compromised before the material is first known"),
    "KEY_DESTROYED": ("keys", "a key was not destroyed before the material is first known"),
    "CHARGED_P": ("keys", "what the report calls marked still is, after paying for every era and plan that the log counts"),
    "BLOCKS_FORMAT": ("recomputed", "the scored blocks are records of 17 bytes, ascending, each once, with known forms"),
    "BLOCKS_DIFFER": ("recomputed", "the scored blocks are those that the report counts: number, digest, sampling"),
    "TEXTS_DIFFER": ("recomputed", "the texts are those of the manifest"),
    "EVIDENCE_DIFFERS": ("recomputed", "n and S of each opened key are those of the report"),
    "P_DIFFERS": ("recomputed", "each p follows from its n and S"),
    "TESTS_DIFFER": ("recomputed", "the tests of the corpus are those of the report"),
    "REPORT_DIFFERS": ("recomputed", "a scan of the texts gives the report, byte for byte"),
    "REPORT_INVALID": ("calibrated", "the report's verdict is neither invalid nor incomplete"),
    "DECOYS_DIFFER": ("calibrated", "the decoys score what the report says"),
    "DECOYS_BROKEN": ("calibrated", "the decoys do not contradict the null law"),
    "VECTORS_OTHER": ("calibrated", "the known answers are those of the scheme"),
    "VECTORS_FAILED": ("calibrated", "this verifier computes the known answers"),
}


class Failed(Exception):
    """A rule is broken: its code, and where."""

    def __init__(self, code: str, where: str):
        super().__init__(f"{code}: {where}")
        assert code in CODES, code
        self.code = code
        self.where = where


class NotChecked(Exception):
    """A claim cannot be answered: what is missing."""
