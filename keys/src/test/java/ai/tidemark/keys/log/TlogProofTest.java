package ai.tidemark.keys.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TlogProofTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final NoteSigner LOG =
      new NoteSigner("example.com/log", LocalSigner.generate(Algorithm.ED25519));
  private static final Cosigner FIRST =
      new Cosigner(
          "witness.example/1", LocalSigner.generate(Algorithm.ED25519), () -> NOON.plusSeconds(5));
  private static final Cosigner SECOND =
      new Cosigner("witness.example/2", LocalSigner.generate(Algorithm.ML_DSA_44), () -> NOON);
  private static final String KEYS =
      "log "
          + LOG.vkey().encode()
          + "\nwitness one "
          + FIRST.vkey().encode()
          + "\nwitness two "
          + SECOND.vkey().encode()
          + "\n";
  private static final LogPolicy BOTH =
      LogPolicy.parse("policy", KEYS + "group both all one two\nquorum both\n");

  private final List<byte[]> entries = new ArrayList<>();
  private final Checkpoint checkpoint;
  private final TlogProof proof;

  TlogProofTest() {
    for (int i = 0; i < 11; i++) {
      entries.add(("entry " + i).getBytes(StandardCharsets.UTF_8));
    }
    List<byte[]> leaves = entries.stream().map(Merkle::leaf).toList();
    checkpoint = new Checkpoint("example.com/log", 11, Merkle.root(leaves));
    Note note = LOG.sign(checkpoint).with(FIRST.cosign(checkpoint)).with(SECOND.cosign(checkpoint));
    proof = new TlogProof(6, Merkle.inclusion(leaves, 6), note.encode());
  }

  @Test
  void anEntryIsShownUnderAQuorum() {
    TlogProof read = TlogProof.parse("proof", proof.encode());
    assertThat(read.encode()).isEqualTo(proof.encode());
    VerifiedCheckpoint verified = read.verify(BOTH, entries.get(6));
    assertThat(verified.checkpoint()).isEqualTo(checkpoint);
    assertThat(verified.cosigned()).isEqualTo(Map.of("one", NOON.plusSeconds(5), "two", NOON));
    assertThat(verified.witnessedAt()).contains(NOON.plusSeconds(5));
  }

  @Test
  void anotherEntryIsNot() {
    assertCode(LogException.Code.NOT_INCLUDED, () -> proof.verify(BOTH, entries.get(5)));
    TlogProof moved = new TlogProof(7, proof.path(), proof.checkpoint());
    assertCode(LogException.Code.NOT_INCLUDED, () -> moved.verify(BOTH, entries.get(6)));
  }

  @Test
  void aLogAloneReachesNoQuorum() {
    byte[] alone = LOG.sign(checkpoint).encode();
    assertCode(LogException.Code.NO_QUORUM, () -> BOTH.verify(alone));
    assertThat(LogPolicy.of(LOG.vkey()).verify(alone).witnessedAt()).isEmpty();
    LogPolicy any = LogPolicy.parse("policy", KEYS + "group any any one two\nquorum any\n");
    assertThat(any.verify(proof.checkpoint()).witnessedAt()).contains(NOON);
  }

  @Test
  void everyFlippedBitIsNoticed() {
    byte[] bytes = proof.encode();
    for (int i = 0; i < bytes.length * 8; i += i < 4000 ? 3 : 101) {
      byte[] flipped = bytes.clone();
      flipped[i / 8] ^= (byte) (1 << (i % 8));
      int at = i;
      assertThatThrownBy(() -> TlogProof.parse("proof", flipped).verify(BOTH, entries.get(6)))
          .as("bit %d", at)
          .isInstanceOfAny(BadInputException.class, LogException.class);
    }
  }

  private static void assertCode(LogException.Code code, Runnable run) {
    assertThatThrownBy(run::run)
        .isInstanceOfSatisfying(LogException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
