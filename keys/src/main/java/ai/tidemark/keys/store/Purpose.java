package ai.tidemark.keys.store;

import ai.tidemark.keys.sign.Algorithm;

/** What a signing key of a store is for. One key, one purpose, one algorithm. */
public enum Purpose {
  /** Checkpoints of the control log. */
  LOG("log", Algorithm.ED25519),
  /** First signature of evidence. */
  EVIDENCE_ED25519("evidence-ed25519", Algorithm.ED25519),
  /** Second signature of evidence. */
  EVIDENCE_ML_DSA_65("evidence-ml-dsa-65", Algorithm.ML_DSA_65);

  private final String alias;
  private final Algorithm algorithm;

  Purpose(String alias, Algorithm algorithm) {
    this.alias = alias;
    this.algorithm = algorithm;
  }

  /** Returns its name in a store. */
  public String alias() {
    return alias;
  }

  /** Returns its algorithm. */
  public Algorithm algorithm() {
    return algorithm;
  }
}
