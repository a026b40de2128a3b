package ai.tidemark.keys.store;

import ai.tidemark.keys.sign.LocalSigner;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The self-signed certificates that a store keeps beside its private keys, because its format wants
 * one: they hold the public key and name the deployment. Nobody trusts them.
 */
final class Certificates {
  private static final Time FROM = new Time(new ASN1UTCTime("700101000000Z"));
  private static final Time TO = new Time(new ASN1GeneralizedTime("99991231235959Z"));

  private Certificates() {}

  static X509Certificate of(String deployment, Purpose purpose, LocalSigner signer) {
    X500Name name = new X500Name(name(deployment, purpose));
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              new X509v3CertificateBuilder(
                      name,
                      BigInteger.ONE,
                      FROM,
                      TO,
                      name,
                      SubjectPublicKeyInfo.getInstance(signer.algorithm().spki(signer.publicKey())))
                  .build(
                      new JcaContentSignerBuilder(signer.algorithm().standardName())
                          .build(signer.privateKey())));
    } catch (CertificateException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make a certificate for " + purpose, e);
    }
  }

  /** Returns whether a certificate names this deployment and purpose. */
  static boolean names(X509Certificate certificate, String deployment, Purpose purpose) {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
        .equals(new X500Name(name(deployment, purpose)));
  }

  private static String name(String deployment, Purpose purpose) {
    return "CN=" + deployment + ",OU=" + purpose.alias() + ",O=Tidemark";
  }
}
