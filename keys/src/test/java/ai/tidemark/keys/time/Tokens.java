package ai.tidemark.keys.time;

import ai.tidemark.keys.time.TimeException.Code;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** Tokens and authorities for the tests of this package. */
final class Tokens {
  static final Instant NOW = Instant.parse("2026-11-24T11:30:00Z");
  static final byte[] IMPRINT = imprint("a checkpoint");

  private Tokens() {}

  static byte[] imprint(String text) {
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  static Clock at(String instant) {
    return at(Instant.parse(instant));
  }

  /** An authority whose certificate is valid from one year's first day to another's. */
  static TestTimeAuthority authority(String name, String clock, int from, int until) {
    return TestTimeAuthority.create(
        name,
        at(clock),
        Instant.parse(from + "-01-01T00:00:00Z"),
        Instant.parse(until + "-01-01T00:00:00Z"));
  }

  static TimeStampClient client(TestTimeAuthority authority, Clock clock) {
    return new TimeStampClient(authority, List.of(authority.root()), Optional.empty(), clock);
  }

  /** A token that nobody has verified. */
  static byte[] raw(TestTimeAuthority authority, ASN1ObjectIdentifier digest, byte[] imprint) {
    try {
      TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
      generator.setCertReq(true);
      byte[] request = generator.generate(digest, imprint, BigInteger.TEN).getEncoded();
      return TimeStampClient.token(authority.exchange(request));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] raw(TestTimeAuthority authority) {
    return raw(authority, TSPAlgorithms.SHA256, IMPRINT);
  }

  /** A token naming one certificate and signed by whichever key. */
  static byte[] forged(
      X509Certificate certificate, PrivateKey key, String signature, Instant genTime)
      throws Exception {
    DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
    TimeStampTokenGenerator generator =
        new TimeStampTokenGenerator(
            new JcaSimpleSignerInfoGeneratorBuilder()
                .setProvider(TimeStamps.PROVIDER)
                .build(signature, key, certificate),
            digests.get(new AlgorithmIdentifier(TSPAlgorithms.SHA256)),
            new ASN1ObjectIdentifier(TestTimeAuthority.POLICY));
    generator.addCertificates(new JcaCertStore(List.of(certificate)));
    TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
    requests.setCertReq(true);
    return generator
        .generate(
            requests.generate(TSPAlgorithms.SHA256, IMPRINT), BigInteger.ONE, Date.from(genTime))
        .getEncoded();
  }

  /**
   * The content of a token under another certificate, and under a key that nobody has: Bouncy
   * Castle's generator of tokens refuses certificates that are not for time stamps.
   */
  static byte[] signedByHand(byte[] token, X509Certificate certificate) throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    keys.initialize(256);
    ESSCertIDv2 id = new ESSCertIDv2(Digests.sha256(certificate.getEncoded()));
    ASN1Encodable[] attributes = {
      new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(NOW)))),
      new Attribute(
          PKCSObjectIdentifiers.id_aa_signingCertificateV2,
          new DERSet(new SigningCertificateV2(id)))
    };
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSimpleSignerInfoGeneratorBuilder()
            .setSignedAttributeGenerator(
                new DefaultSignedAttributeTableGenerator(
                    new AttributeTable(new DERSet(attributes))))
            .build("SHA256withECDSA", keys.generateKeyPair().getPrivate(), certificate));
    generator.addCertificates(new JcaCertStore(List.of(certificate)));
    byte[] content = TimeStamps.parse(token).getTimeStampInfo().getEncoded();
    return generator
        .generate(new CMSProcessableByteArray(PKCSObjectIdentifiers.id_ct_TSTInfo, content), true)
        .getEncoded("DER");
  }

  static void refused(Code code, ThrowingCallable call) {
    Assertions.assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TimeException.class,
            e -> Assertions.assertThat(e.code()).as(e + ", " + e.getCause()).isEqualTo(code));
  }
}
