package ai.tidemark.keys.sign;

/** Signs messages. The private key may lie in this process, in a token or in a service. */
public interface Signer {
  /** Returns the algorithm. */
  Algorithm algorithm();

  /** Returns a copy of the raw public key, {@link Algorithm#publicKeyBytes} long. */
  byte[] publicKey();

  /** Returns the signature of a message, {@link Algorithm#signatureBytes} long. */
  byte[] sign(byte[] message);
}
