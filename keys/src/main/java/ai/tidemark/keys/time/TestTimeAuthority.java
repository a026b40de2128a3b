package ai.tidemark.keys.time;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/**
 * A time-stamping authority for tests and demonstrations. <b>Its clock is this machine's and its
 * root is made on the spot</b>: whoever runs it can put any time into a token, so it shows nothing
 * to anyone else. Real evidence takes two authorities of other organisations.
 */
public final class TestTimeAuthority implements TimeStampTransport {
  /** The policy it issues under: an object identifier under 2.25 (ITU-T X.667), for tests alone. */
  public static final String POLICY = "2.25.198765432109876543210987654321";

  private final X509Certificate root;
  private final X509Certificate certificate;
  private final KeyPair key;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  private TestTimeAuthority(
      X509Certificate root, X509Certificate certificate, KeyPair key, Clock clock) {
    this.root = root;
    this.certificate = certificate;
    this.key = key;
    this.clock = clock;
  }

  /**
   * An authority whose certificates are valid from a day before the clock's time for ten years.
   *
   * @param name common name; the words "test authority" are added
   */
  public static TestTimeAuthority create(String name, Clock clock) {
    Instant from = clock.instant().minus(Duration.ofDays(1));
    return create(name, clock, from, from.plus(Duration.ofDays(3650)));
  }

  /** An authority whose own certificate is valid in a window; its root for 50 years. */
  public static TestTimeAuthority create(String name, Clock clock, Instant from, Instant until) {
    return create(name, clock, from, until, List.of(KeyPurposeId.id_kp_timeStamping), true);
  }

  static TestTimeAuthority create(
      String name,
      Clock clock,
      Instant from,
      Instant until,
      List<KeyPurposeId> purposes,
      boolean critical) {
    try {
      KeyPair rootKey = keyPair();
      X500Name issuer = new X500Name("CN=" + name + " test authority root");
      X509v3CertificateBuilder ca =
          new JcaX509v3CertificateBuilder(
              issuer,
              BigInteger.ONE,
              Date.from(from),
              Date.from(from.plus(Duration.ofDays(50 * 365))),
              issuer,
              rootKey.getPublic());
      ca.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      ca.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      KeyPair key = keyPair();
      X509v3CertificateBuilder signer =
          new JcaX509v3CertificateBuilder(
              issuer,
              BigInteger.TWO,
              Date.from(from),
              Date.from(until),
              new X500Name("CN=" + name + " test authority"),
              key.getPublic());
      signer.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      signer.addExtension(
          Extension.extendedKeyUsage,
          critical,
          new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
      ContentSigner signs = signer(rootKey);
      return new TestTimeAuthority(x509(ca.build(signs)), x509(signer.build(signs)), key, clock);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("this JVM cannot make a test authority", e);
    }
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static ContentSigner signer(KeyPair key) throws OperatorCreationException {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
  }

  private static X509Certificate x509(X509CertificateHolder holder)
      throws GeneralSecurityException {
    return new JcaX509CertificateConverter().getCertificate(holder);
  }

  /** Returns the root to trust where its word is to count. */
  public X509Certificate root() {
    return root;
  }

  /** Returns the certificate its tokens are signed under. */
  public X509Certificate certificate() {
    return certificate;
  }

  /**
   * Answers a request: a token, or a refusal of what RFC 3161 lets an authority refuse.
   *
   * @param request DER of a TimeStampReq
   * @throws TimeException with {@code MALFORMED} if it is none
   */
  @Override
  public byte[] exchange(byte[] request) {
    TimeStampRequest parsed = Asn1.read("the request", request, TimeStampRequest::new);
    TimeStampResponseGenerator responses =
        new TimeStampResponseGenerator(
            tokens("SHA256withECDSA"), TSPAlgorithms.ALLOWED, Set.of(POLICY));
    try {
      return responses.generate(parsed, serial(), now()).getEncoded();
    } catch (TSPException | IOException e) {
      throw new IllegalStateException("the test authority cannot answer", e);
    }
  }

  /** A token signed with another algorithm. */
  byte[] token(byte[] imprint, String signature) {
    TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
    requests.setCertReq(true);
    try {
      TimeStampRequest request = requests.generate(TSPAlgorithms.SHA256, imprint);
      return tokens(signature).generate(request, serial(), now()).getEncoded();
    } catch (TSPException | IOException e) {
      throw new IllegalStateException("the test authority cannot sign", e);
    }
  }

  private BigInteger serial() {
    return new BigInteger(64, random);
  }

  private Date now() {
    return Date.from(clock.instant());
  }

  private TimeStampTokenGenerator tokens(String signature) {
    try {
      DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
      TimeStampTokenGenerator tokens =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder()
                  .build(signature, key.getPrivate(), certificate),
              digests.get(new AlgorithmIdentifier(TSPAlgorithms.SHA256)),
              new ASN1ObjectIdentifier(POLICY));
      tokens.setAccuracySeconds(1);
      tokens.addCertificates(new JcaCertStore(List.of(certificate)));
      return tokens;
    } catch (GeneralSecurityException | TSPException | OperatorCreationException e) {
      throw new IllegalStateException("the test authority cannot sign", e);
    }
  }
}
