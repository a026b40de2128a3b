package ai.tidemark.keys.seal;

import ai.tidemark.core.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;

/**
 * Encrypts a file so that only the holder of a certificate's private key reads it: CMS
 * EnvelopedData (RFC 5652), AES-256-CBC, its key under RSA-OAEP with SHA-256 (RFC 4055). Any
 * length, as a stream; {@code openssl cms -decrypt -inform DER} opens it. It does not authenticate:
 * what comes out must be compared with a hash that was signed.
 */
public final class ExpertSeal {
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_CERTIFICATE_BYTES = 1 << 16;

  private ExpertSeal() {}

  /**
   * Reads a certificate to encrypt to.
   *
   * @param file X.509, PEM or DER
   * @throws BadInputException if it is none, or its key is not RSA of 2,048 bits or more
   */
  public static X509Certificate certificate(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_CERTIFICATE_BYTES);
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(bytes));
      if (certificate.getPublicKey() instanceof RSAPublicKey key
          && key.getModulus().bitLength() >= LEAST_RSA_BITS) {
        return certificate;
      }
      throw new BadInputException(
          file.toString(), "must be the certificate of an RSA key of 2048 bits or more");
    } catch (CertificateException e) {
      throw new BadInputException(file.toString(), "is not an X.509 certificate", e);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    }
  }

  /**
   * Encrypts.
   *
   * @param to of {@link #certificate}
   * @param plain read to its end
   * @param out takes the DER; not closed
   */
  public static void seal(X509Certificate to, InputStream plain, OutputStream out)
      throws IOException {
    try {
      CMSEnvelopedDataStreamGenerator generator = new CMSEnvelopedDataStreamGenerator();
      AlgorithmIdentifier oaep =
          new JcaAlgorithmParametersConverter()
              .getAlgorithmIdentifier(
                  PKCSObjectIdentifiers.id_RSAES_OAEP,
                  new OAEPParameterSpec(
                      "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
      generator.addRecipientInfoGenerator(new JceKeyTransRecipientInfoGenerator(to, oaep));
      OutputStream sealing =
          generator.open(out, new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).build());
      try (sealing) {
        plain.transferTo(sealing);
      }
    } catch (CMSException | CertificateEncodingException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("this JVM cannot encrypt to the certificate", e);
    }
  }
}
