package ai.tidemark.keys.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Random;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExpertSealTest {
  @TempDir private Path dir;

  @Test
  void onlyTheExpertReadsIt() throws Exception {
    KeyPair expert = rsa(2048);
    KeyPair other = rsa(2048);
    X509Certificate certificate = ExpertSeal.certificate(file(expert, "SHA256withRSA"));
    byte[] plain = new byte[100_003];
    new Random(5).nextBytes(plain);
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();

    ExpertSeal.seal(certificate, new ByteArrayInputStream(plain), sealed);

    RecipientInformation recipient =
        new CMSEnvelopedData(sealed.toByteArray())
            .getRecipientInfos()
            .getRecipients()
            .iterator()
            .next();
    assertThat(recipient.getContent(new JceKeyTransEnvelopedRecipient(expert.getPrivate())))
        .isEqualTo(plain);
    assertThatThrownBy(
            () -> recipient.getContent(new JceKeyTransEnvelopedRecipient(other.getPrivate())))
        .isInstanceOf(CMSException.class);
  }

  @Test
  void refusesWhatIsNoCertificateOfASoundRsaKey() throws Exception {
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
    Path garbage = Files.writeString(dir.resolve("garbage.pem"), "no certificate");
    Path weak = file(rsa(1024), "SHA256withRSA");
    Path elliptic = file(ec.generateKeyPair(), "SHA256withECDSA");

    assertThatThrownBy(() -> ExpertSeal.certificate(garbage))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is not an X.509 certificate");
    for (Path file : new Path[] {weak, elliptic}) {
      assertThatThrownBy(() -> ExpertSeal.certificate(file))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("RSA key of 2048 bits");
    }
  }

  private static KeyPair rsa(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private Path file(KeyPair pair, String algorithm) throws Exception {
    X500Name name = new X500Name("CN=an expert");
    byte[] der =
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(Instant.EPOCH),
                Date.from(Instant.EPOCH.plusSeconds(4_000_000_000L)),
                name,
                pair.getPublic())
            .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()))
            .getEncoded();
    return Files.write(Files.createTempFile(dir, "cert", ".der"), der);
  }
}
