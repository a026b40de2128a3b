package ai.tidemark.keys.time;

import ai.tidemark.keys.time.TimeException.Code;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.GenTimeAccuracy;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TSPValidationException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;

/**
 * Verifies time-stamp tokens (RFC 3161, with the certificate identifiers of RFC 5816), offline.
 * Checks the imprint, the signature, that the certificate is for time stamps and for nothing else
 * (section 2.3), and its path to a trusted root (RFC 5280) both at the token's own time and at the
 * instant it is looked at. Revocation is not looked up: a verifier that knows of a revoked
 * authority takes its root off the list.
 */
public final class TimeStamps {
  /** Most bytes of an answer, a token or an evidence record. */
  public static final int MOST_BYTES = 256 << 10;

  /** Bouncy Castle by object, never registered: the rest of the process keeps the JDK's. */
  static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private static final String SHA_256 = TSPAlgorithms.SHA256.getId();

  /** Digests a signature may rest on: SHA-2, SHA-3 and SHAKE of 256 bits or more. */
  private static final Set<String> SOUND_DIGESTS =
      Set.of(
          SHA_256,
          TSPAlgorithms.SHA384.getId(),
          TSPAlgorithms.SHA512.getId(),
          "2.16.840.1.101.3.4.2.8", // SHA3-256
          "2.16.840.1.101.3.4.2.9", // SHA3-384
          "2.16.840.1.101.3.4.2.10", // SHA3-512
          "2.16.840.1.101.3.4.2.12", // SHAKE256
          "2.16.840.1.101.3.4.2.18"); // SHAKE256-len, of ML-DSA and Ed448

  private TimeStamps() {}

  /**
   * What the asker of a token knows besides its imprint.
   *
   * @param nonce of the request, where there was one
   * @param policies object identifiers one of which it must bear; empty for any
   */
  record Asked(Optional<BigInteger> nonce, Set<String> policies) {
    static final Asked NOTHING = new Asked(Optional.empty(), Set.of());
  }

  /**
   * Verifies a token under any policy.
   *
   * @param token DER of a TimeStampToken
   * @param imprint SHA-256 of the bytes it is about, 32 bytes
   * @param roots trusted roots; one that is itself the signer's certificate counts
   * @param at instant at which its certificates must still be valid, for example now
   * @throws TimeException with the first thing that is wrong
   */
  public static VerifiedTime verify(
      byte[] token, byte[] imprint, Collection<X509Certificate> roots, Instant at) {
    return verify(token, imprint, roots, at, Asked.NOTHING);
  }

  /**
   * Verifies a token.
   *
   * @param policies object identifiers one of which it must bear; empty for any
   * @throws TimeException with the first thing that is wrong
   */
  public static VerifiedTime verify(
      byte[] token,
      byte[] imprint,
      Collection<X509Certificate> roots,
      Instant at,
      Set<String> policies) {
    return verify(token, imprint, roots, at, new Asked(Optional.empty(), policies));
  }

  static VerifiedTime verify(
      byte[] token, byte[] imprint, Collection<X509Certificate> roots, Instant at, Asked asked) {
    requireSha256(imprint);
    TimeStampToken parsed = parse(token);
    requireImprint(parsed, SHA_256, imprint);
    return verify(parsed, roots, at, asked);
  }

  /** Everything but the imprint. */
  static VerifiedTime verify(
      TimeStampToken token, Collection<X509Certificate> roots, Instant at, Asked asked) {
    TimeStampTokenInfo info = token.getTimeStampInfo();
    if (asked.nonce().isPresent() && !asked.nonce().get().equals(info.getNonce())) {
      throw new TimeException(Code.WRONG_NONCE, "the token does not bear the request's nonce");
    }
    String policy = info.getPolicy().getId();
    if (!asked.policies().isEmpty() && !asked.policies().contains(policy)) {
      throw new TimeException(
          Code.POLICY, "issued under policy " + policy + ", not one of " + asked.policies());
    }
    Instant genTime = info.getGenTime().toInstant();
    if (genTime.isAfter(at)) {
      throw new TimeException(
          Code.FROM_THE_FUTURE, "the token says " + genTime + ", which is after " + at);
    }
    List<X509Certificate> enclosed = enclosed(token);
    X509Certificate signer = signer(token, enclosed, roots);
    SignerCertificate.requireForTimeStamping(signer);
    requireSignature(token, signer, genTime);
    X509Certificate root = SignerCertificate.root(signer, enclosed, roots, genTime, at);
    return new VerifiedTime(
        genTime,
        Optional.ofNullable(info.getGenTimeAccuracy()).map(TimeStamps::accuracy),
        signer.getSubjectX500Principal().getName(),
        keyId(root.getPublicKey()),
        policy,
        info.getSerialNumber().toString());
  }

  static void requireSha256(byte[] imprint) {
    if (imprint.length != 32) {
      throw new IllegalArgumentException("imprint must have 32 bytes, but has " + imprint.length);
    }
  }

  /**
   * Returns whether a token's signer leads to one of some roots at the token's own time, whatever
   * else may be wrong with it. A token that does not is another authority's and says nothing.
   *
   * @param token DER of a TimeStampToken
   * @throws TimeException with {@code MALFORMED} if it is none
   */
  public static boolean leadsTo(byte[] token, Collection<X509Certificate> roots) {
    TimeStampToken parsed = parse(token);
    Instant genTime = parsed.getTimeStampInfo().getGenTime().toInstant();
    try {
      List<X509Certificate> enclosed = enclosed(parsed);
      var _ =
          SignerCertificate.root(
              signer(parsed, enclosed, roots), enclosed, roots, genTime, genTime);
      return true;
    } catch (TimeException e) {
      return e.code() != Code.CHAIN_NOT_TRUSTED;
    }
  }

  static TimeStampToken parse(byte[] token) {
    return Asn1.read("the token", token, TimeStamps::token);
  }

  static TimeStampToken token(byte[] der) throws CMSException, TSPException, IOException {
    return new TimeStampToken(new CMSSignedData(der));
  }

  /** Refuses a token over another hash. */
  static void requireImprint(TimeStampToken token, String digest, byte[] imprint) {
    TimeStampTokenInfo info = token.getTimeStampInfo();
    if (!info.getMessageImprintAlgOID().getId().equals(digest)
        || !MessageDigest.isEqual(info.getMessageImprintDigest(), imprint)) {
      throw new TimeException(Code.WRONG_IMPRINT, "the token was made over other bytes");
    }
  }

  /** The certificates a token carries. */
  private static List<X509Certificate> enclosed(TimeStampToken token) {
    return Asn1.checked(
        "the token's certificates",
        () -> {
          List<X509Certificate> found = new ArrayList<>();
          for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
            found.add(SignerCertificate.read(holder.getEncoded()));
          }
          return found;
        });
  }

  private static X509Certificate signer(
      TimeStampToken token, List<X509Certificate> enclosed, Collection<X509Certificate> roots) {
    List<X509Certificate> candidates = new ArrayList<>(enclosed);
    candidates.addAll(roots);
    for (X509Certificate candidate : candidates) {
      try {
        if (token.getSID().match(new X509CertificateHolder(candidate.getEncoded()))) {
          return candidate;
        }
      } catch (CertificateException | IOException e) {
        throw new TimeException(Code.MALFORMED, "the token carries an unreadable certificate", e);
      }
    }
    throw new TimeException(
        Code.CHAIN_NOT_TRUSTED, "the signer's certificate is neither in the token nor trusted");
  }

  private static void requireSignature(
      TimeStampToken token, X509Certificate signer, Instant genTime) {
    SignerCertificate.requireValid(signer, genTime, Code.CERTIFICATE_NOT_VALID);
    SignerInformation signed =
        token.toCMSSignedData().getSignerInfos().getSigners().iterator().next();
    if (!SOUND_DIGESTS.contains(signed.getDigestAlgOID())) {
      throw new TimeException(
          Code.SIGNATURE, "the signature rests on digest " + signed.getDigestAlgOID());
    }
    try {
      SignerInformationVerifier verifier =
          new JcaSimpleSignerInfoVerifierBuilder().setProvider(PROVIDER).build(signer);
      token.validate(verifier); // signature, signed attributes, identifier of the certificate
    } catch (TSPValidationException e) {
      throw new TimeException(Code.SIGNATURE, "the signature does not verify", e);
    } catch (TSPException | OperatorCreationException | RuntimeException e) {
      // RuntimeException: as in Asn1, for the parts of a signature that are read only here
      throw new TimeException(Code.SIGNATURE, "the signature cannot be verified", e);
    }
  }

  private static Duration accuracy(GenTimeAccuracy accuracy) {
    return Duration.ofSeconds(accuracy.getSeconds())
        .plusMillis(accuracy.getMillis())
        .plusNanos(1_000L * accuracy.getMicros());
  }

  private static String keyId(PublicKey key) {
    return HexFormat.of().formatHex(Digests.sha256(key.getEncoded()));
  }
}
