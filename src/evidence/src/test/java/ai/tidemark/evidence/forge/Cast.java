package ai.tidemark.evidence.forge;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.evidence.bundle.Signers;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.keys.derive.CoinKey;
import ai.tidemark.keys.derive.Derivation;
import ai.tidemark.keys.derive.EraSeed;
import ai.tidemark.keys.derive.Subject;
import ai.tidemark.keys.log.Cosigner;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.NoteSigner;
import ai.tidemark.keys.record.BeaconValue;
import ai.tidemark.keys.record.Drand;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import ai.tidemark.keys.time.TestTimeAuthority;
import ai.tidemark.keys.time.TimeStampClient;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.testkit.language.NumberTokenizer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Everyone who takes part: a deployment's root, signers, a log, witnesses, time authorities. */
public final class Cast {
  /** Deployment of the tests. */
  public static final String DEPLOYMENT = "example-eu";

  /** The log. */
  public static final String ORIGIN = "example.org/control-log";

  /** Tokenizer and profile. */
  public static final NumberTokenizer TOKENIZER = new NumberTokenizer();

  /** The profile. */
  public static final Profile PROFILE = Profile.of(TOKENIZER);

  /** SHA-256 of the profile. */
  public static final byte[] PROFILE_HASH = HexFormat.of().parseHex(PROFILE.sha256());

  private static final Map<String, LocalSigner> SIGNERS = new HashMap<>();
  private static final Map<String, TestTimeAuthority> AUTHORITIES = new HashMap<>();
  private static final Map<String, byte[]> TOKENS = new HashMap<>();
  private static Instant authorityTime = Instant.EPOCH;

  private Cast() {}

  /** Returns a signer; the same name and algorithm give the same key for the life of the JVM. */
  public static synchronized LocalSigner signer(String name, Algorithm algorithm) {
    return SIGNERS.computeIfAbsent(
        name + algorithm,
        seed -> {
          try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed.getBytes(StandardCharsets.UTF_8)); // seeded: the same key always
            return LocalSigner.generate(algorithm, random);
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Returns a signer of bundles as trust policies name it. */
  public static Signers.Identity identity(String name) {
    return new Signers.Identity(
        name,
        signer(name, Algorithm.ED25519).publicKey(),
        signer(name, Algorithm.ML_DSA_65).publicKey());
  }

  /** Returns the signer of a log's notes. */
  public static NoteSigner log(String origin) {
    return new NoteSigner(origin, signer("log " + origin, Algorithm.ED25519));
  }

  /** Returns a witness whose clock stands still. */
  public static Cosigner witness(String name, Algorithm algorithm, Instant at) {
    return new Cosigner(name, signer("witness " + name, algorithm), () -> at);
  }

  /** Returns the policy that knows the log and asks for one of two witnesses. */
  public static String logPolicy() {
    return "log "
        + log(ORIGIN).vkey().encode()
        + "\nwitness w1 "
        + witness("w1.example", Algorithm.ED25519, Instant.EPOCH).vkey().encode()
        + "\nwitness w2 "
        + witness("w2.example", Algorithm.ML_DSA_44, Instant.EPOCH).vkey().encode()
        + "\ngroup any-of-two any w1 w2\nquorum any-of-two\n";
  }

  private static Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return authorityTime;
      }

      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  /** Returns a time authority; {@code short-lived} expired in October 2026. */
  public static synchronized TestTimeAuthority authority(String name) {
    return AUTHORITIES.computeIfAbsent(
        name,
        _ -> {
          Instant from = Instant.parse("2026-01-01T00:00:00Z");
          Instant until =
              Instant.parse(
                  name.equals("short-lived") ? "2026-10-31T00:00:00Z" : "2036-01-01T00:00:00Z");
          return TestTimeAuthority.create(name, clock(), from, until);
        });
  }

  /** Returns the root of a time authority, PEM. */
  public static String root(String authority) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(authority(authority).root().getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a time stamp over an imprint; the same for the same question. */
  public static synchronized byte[] token(String authority, byte[] imprint, Instant at) {
    return TOKENS
        .computeIfAbsent(
            authority + HexFormat.of().formatHex(imprint) + at,
            _ -> {
              authorityTime = at;
              TestTimeAuthority own = authority(authority);
              return new TimeStampClient(
                      own, List.of(own.root()), Optional.empty(), Clock.fixed(at, ZoneOffset.UTC))
                  .stamp(imprint);
            })
        .clone();
  }

  private static byte[] mac(String rootKeyId, byte[] context) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] root = ("a root for tests " + rootKeyId).getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(root, "HmacSHA256"));
      return mac.doFinal(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the derivation of the deployment. */
  public static Derivation derivation() {
    return new Derivation(Cast::mac, "root-1", DEPLOYMENT);
  }

  /** Returns a subject's seed. */
  public static EraSeed seed(Subject subject, String era) {
    return derivation().seed(subject, PROFILE_HASH, era);
  }

  /** Returns a subject's key under a beacon value. */
  public static NamedKey key(EraSeed seed, String name, byte[] salt) {
    try (SecretBytes key = seed.key(salt)) {
      return key.use(bytes -> new NamedKey(name, KeyFile.keyId(bytes), DrawKey.copyOf(bytes)));
    }
  }

  /** Returns the coin key of a fleet's seed under a beacon value. */
  public static byte[] coin(EraSeed fleet, byte[] salt) {
    try (SecretBytes key = fleet.key(salt);
        SecretBytes coin = CoinKey.of(key)) {
      return coin.copy();
    }
  }

  /** Returns a beacon value of a round; nobody's BLS key made its signature. */
  public static BeaconValue.OfDrand beacon(long round) {
    byte[] signature = new byte[48];
    Arrays.fill(signature, (byte) round);
    return new BeaconValue.OfDrand(
        Drand.QUICKNET,
        round,
        HexFormat.of().formatHex(Merkle.sha256(signature)),
        HexFormat.of().formatHex(signature));
  }
}
