package ai.tidemark.keys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.sign.Signer;
import ai.tidemark.keys.sign.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stores are made with scrypt's N = 16: the costs are a matter of parameters, which are tested. */
final class BcfksFileTest {
  private static final char[] PASSWORD = "a password of the test".toCharArray();
  private static final int CHEAP = 16;
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  private static byte[] file = {};

  @BeforeAll
  static void makeOne() {
    file = BcfksFile.create("example", PASSWORD, CHEAP);
  }

  private static RootStore open(byte[] bytes) {
    return BcfksFile.open("root.bcfks", bytes, "example", PASSWORD);
  }

  @Test
  void holdsTheSameKeysEachTimeItIsOpened() {
    try (RootStore one = open(file);
        RootStore two = open(file);
        RootStore other =
            BcfksFile.open("x", BcfksFile.create("example", PASSWORD, 2), "example", PASSWORD)) {
      byte[] mac = one.mac(RootStore.ROOT, MESSAGE);
      assertThat(mac).hasSize(32).isEqualTo(two.mac(RootStore.ROOT, MESSAGE));
      assertThat(mac).isNotEqualTo(other.mac(RootStore.ROOT, MESSAGE));
      for (Purpose purpose : Purpose.values()) {
        Signer signer = one.signer(purpose);
        assertThat(signer.algorithm()).isEqualTo(purpose.algorithm());
        assertThat(signer.publicKey()).isEqualTo(two.signer(purpose).publicKey());
        assertThat(
                Verifier.verify(
                    purpose.algorithm(),
                    two.signer(purpose).publicKey(),
                    MESSAGE,
                    signer.sign(MESSAGE)))
            .isTrue();
      }
      assertThat(one.signer(Purpose.LOG).publicKey())
          .isNotEqualTo(one.signer(Purpose.EVIDENCE_ED25519).publicKey());
    }
  }

  @Test
  void wrapsAndRefusesWhatItDidNotWrap() {
    try (RootStore store = open(file);
        SecretBytes secret = SecretBytes.random(32)) {
      byte[] wrapped = store.wrap(RootStore.WRAP, secret);
      assertThat(wrapped).hasSize(40);
      try (SecretBytes back = store.unwrap(RootStore.WRAP, wrapped)) {
        assertThat(back).isEqualTo(secret);
      }
      for (int bit = 0; bit < 320; bit++) {
        byte[] bad = wrapped.clone();
        bad[bit / 8] ^= (byte) (1 << bit % 8);
        assertThatThrownBy(() -> store.unwrap(RootStore.WRAP, bad))
            .isInstanceOf(BadInputException.class);
      }
      for (int length = 0; length < 40; length++) {
        byte[] other = Arrays.copyOf(wrapped, length);
        assertThatThrownBy(() -> store.unwrap(RootStore.WRAP, other))
            .as("%s bytes", length)
            .isInstanceOf(BadInputException.class);
      }
    }
  }

  @Test
  void oneKeyHasOnePurpose() {
    try (RootStore store = open(file);
        SecretBytes secret = SecretBytes.random(32)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.mac(RootStore.WRAP, MESSAGE))
          .withMessageContaining("must be root, but is wrap");
      assertThatIllegalArgumentException().isThrownBy(() -> store.wrap(RootStore.ROOT, secret));
      assertThatIllegalArgumentException().isThrownBy(() -> store.mac("log", MESSAGE));
    }
  }

  @Test
  void closedIsClosedAndPrintsNothing() {
    RootStore store = open(file);
    Signer signer = store.signer(Purpose.LOG);
    assertThat(store + " " + signer)
        .isEqualTo("RootStore[keys secret] StoreSigner[Ed25519, private key secret]");
    store.close();
    assertThatIllegalStateException().isThrownBy(() -> store.mac(RootStore.ROOT, MESSAGE));
    assertThatIllegalStateException().isThrownBy(() -> signer.sign(MESSAGE));
  }

  @Test
  void aWrongPasswordAndAnotherDeploymentAreRefused() {
    assertThatThrownBy(() -> BcfksFile.open("s", file, "example", "another".toCharArray()))
        .isInstanceOf(BadInputException.class)
        .hasMessage("s: cannot be opened: wrong passphrase, or damaged");
    assertThatThrownBy(() -> BcfksFile.open("s", file, "example2", PASSWORD))
        .isInstanceOf(BadInputException.class)
        .hasMessage("s: is not the key store of deployment example2");
  }

  /** Every result of damage is one clear error, whatever Bouncy Castle throws below. */
  @Test
  void damageIsAlwaysOneClearError() {
    Random random = new Random(20261124);
    for (int trial = 0; trial < 600; trial++) {
      byte[] bad = file.clone();
      int flips = 1 + random.nextInt(3);
      for (int i = 0; i < flips; i++) {
        // half of them in the clear part at both ends, where parameters lie
        int at = trial % 2 == 0 ? random.nextInt(bad.length) : edge(bad.length, random);
        bad[at] ^= (byte) (1 << random.nextInt(8));
      }
      refusedOrTheSame(bad, "trial " + trial);
    }
    for (int trial = 0; trial < 200; trial++) {
      int length = trial < 100 ? trial : random.nextInt(file.length);
      refusedOrTheSame(Arrays.copyOf(file, length), "cut to " + length);
    }
    refusedOrTheSame(Arrays.copyOf(file, file.length + 1), "one byte more");
  }

  private static int edge(int length, Random random) {
    int at = random.nextInt(300);
    return at < 110 ? at : length - 1 - (at - 110);
  }

  private static void refusedOrTheSame(byte[] bytes, String what) {
    if (Arrays.equals(bytes, file)) {
      return;
    }
    assertThatThrownBy(() -> open(bytes))
        .as(what)
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("root.bcfks: ");
  }

  /** Each bit of what stands in the clear: what passes the check asks for bounded work. */
  @Test
  void noDamageAsksForMoreWorkThanTheBounds() throws IOException {
    int passed = 0;
    for (int bit = 0; bit < 8 * 300; bit++) {
      byte[] bad = file.clone();
      int at = bit / 8 < 110 ? bit / 8 : bad.length - 1 - (bit / 8 - 110);
      bad[at] ^= (byte) (1 << bit % 8);
      try {
        StoreHeader.check("s", bad);
      } catch (BadInputException _) {
        continue;
      }
      passed++;
      List<ScryptParams> costs = new ArrayList<>();
      scrypt(ASN1Primitive.fromByteArray(bad), costs::add);
      assertThat(costs).hasSize(2);
      for (ScryptParams cost : costs) {
        assertThat(cost.getCostParameter().longValueExact()).isBetween(2L, 1L << 18);
        assertThat(cost.getBlockSize().longValueExact()).isBetween(1L, 8L);
        assertThat(cost.getParallelizationParameter().longValueExact()).isBetween(1L, 8L);
      }
    }
    assertThat(passed).isBetween(1, 2000); // salts and the MAC may change, structure may not
  }

  private static void scrypt(ASN1Encodable node, Consumer<ScryptParams> action) {
    if (node instanceof ASN1Sequence sequence) {
      if (sequence.size() == 2 && MiscObjectIdentifiers.id_scrypt.equals(sequence.getObjectAt(0))) {
        action.accept(ScryptParams.getInstance(sequence.getObjectAt(1)));
      } else {
        sequence.forEach(inner -> scrypt(inner, action));
      }
    }
  }

  @Test
  void costsAreCheckedBeforeAnyWork() throws IOException {
    assertThatCode(() -> StoreHeader.check("s", withCosts(1 << 18, 8, 8)))
        .doesNotThrowAnyException();
    int[][] bad = {
      {1 << 19, 8, 8}, {1 << 30, 8, 8}, {(1 << 17) + 1, 8, 8}, {1, 8, 8}, {0, 8, 8}, {-16, 8, 8},
      {16, 9, 8}, {16, 8, 9}, {16, 0, 8}, {16, 8, 0}, {16, 1 << 20, 1}, {16, 1, 1 << 20}
    };
    for (int[] costs : bad) {
      byte[] store = withCosts(costs[0], costs[1], costs[2]);
      assertThatThrownBy(() -> open(store))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("asks for a scrypt");
    }
    byte[] large = Arrays.copyOf(file, StoreHeader.MOST_BYTES + 1);
    assertThatThrownBy(() -> StoreHeader.check("s", large)).hasMessageContaining("at most 1048576");
  }

  private static byte[] withCosts(int cost, int block, int parallel) throws IOException {
    return withCosts(ASN1Primitive.fromByteArray(file), cost, block, parallel).getEncoded("DER");
  }

  private static ASN1Primitive withCosts(ASN1Encodable node, int cost, int block, int parallel) {
    if (!(node instanceof ASN1Sequence sequence)) {
      return node.toASN1Primitive();
    }
    ASN1EncodableVector inner = new ASN1EncodableVector();
    boolean scrypt =
        sequence.size() == 2 && MiscObjectIdentifiers.id_scrypt.equals(sequence.getObjectAt(0));
    for (ASN1Encodable child : sequence) {
      inner.add(
          scrypt && child instanceof ASN1Sequence parameters
              ? new DERSequence(
                  new ASN1Encodable[] {
                    parameters.getObjectAt(0),
                    new ASN1Integer(cost),
                    new ASN1Integer(block),
                    new ASN1Integer(parallel),
                    parameters.getObjectAt(4)
                  })
              : withCosts(child, cost, block, parallel));
    }
    return new DERSequence(inner);
  }

  @Test
  void stacksOfNestedSequencesAreRefusedAtTheFirst() {
    byte[] nested = new byte[StoreHeader.MOST_BYTES];
    for (int i = 0; i + 1 < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }
    assertThatThrownBy(() -> open(nested))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("distinguished encoding");
  }

  @Test
  void theDefaultCostIsTheOneOfTheSpecification() {
    assertThat(BcfksFile.COST).isEqualTo(32_768);
    assertThat(new Unlock.Passphrase("0".repeat(32), 65_536, 3, 1))
        .isEqualTo(withSalt(Unlock.Passphrase.fresh(), "0".repeat(32)));
  }

  private static Unlock.Passphrase withSalt(Unlock.Passphrase p, String salt) {
    return new Unlock.Passphrase(salt, p.memoryKib(), p.passes(), p.lanes());
  }
}
