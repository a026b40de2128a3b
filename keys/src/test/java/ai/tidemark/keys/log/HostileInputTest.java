package ai.tidemark.keys.log;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Mutants of well-formed files: readers throw nothing but {@link BadInputException}, and what they
 * do read is written again to the same bytes.
 */
final class HostileInputTest {
  private static final int MUTANTS = 20_000;
  private static final byte[] SPECIAL =
      "\n\n =+/0—#\t\r\0".getBytes(StandardCharsets.UTF_8); // what the formats are made of

  private static final NoteSigner LOG =
      new NoteSigner("example.com/log", LocalSigner.generate(Algorithm.ED25519));
  private static final Checkpoint CHECKPOINT =
      new Checkpoint("example.com/log", 3, Merkle.leaf(new byte[0]));
  private static final byte[] NOTE = LOG.sign(CHECKPOINT).encode();

  private final SplittableRandom random = new SplittableRandom(20_261_124);

  @Test
  void notes() {
    fuzz(NOTE, bytes -> Note.parse("note", bytes).encode());
  }

  @Test
  void checkpoints() {
    fuzz(
        CHECKPOINT.body().getBytes(StandardCharsets.UTF_8),
        bytes ->
            Checkpoint.parse("note", new String(bytes, StandardCharsets.ISO_8859_1))
                .body()
                .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void proofs() {
    TlogProof proof =
        new TlogProof(1, new byte[] {1}, List.of(Merkle.sha256(), Merkle.sha256()), NOTE);
    fuzz(proof.encode(), bytes -> TlogProof.parse("proof", bytes).encode());
  }

  @Test
  void keys() {
    fuzz(
        LOG.vkey().encode().getBytes(StandardCharsets.UTF_8),
        bytes ->
            Vkey.parse("key", new String(bytes, StandardCharsets.ISO_8859_1))
                .encode()
                .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void policies() {
    Cosigner witness =
        new Cosigner("witness.example", LocalSigner.generate(Algorithm.ED25519), Clock.systemUTC());
    String policy =
        "# x\nlog %s\nwitness a %s\ngroup g 1 a\nquorum g\n"
            .formatted(LOG.vkey().encode(), witness.vkey().encode());
    fuzz(
        policy.getBytes(StandardCharsets.UTF_8),
        bytes -> {
          LogPolicy.parse("policy", bytes);
          return bytes; // a policy is never written
        });
  }

  @Test
  void bundles() {
    byte[] bundle = EntryBundle.encode(List.of(new byte[0], new byte[] {1, 2}, new byte[300]));
    fuzz(bundle, bytes -> EntryBundle.encode(EntryBundle.parse("bundle", 3, bytes)));
  }

  @Test
  void paths() {
    fuzz(
        new TilePath(1, 1_234_067, 8).path().getBytes(StandardCharsets.UTF_8),
        bytes ->
            TilePath.parse("path", new String(bytes, StandardCharsets.ISO_8859_1))
                .path()
                .getBytes(StandardCharsets.ISO_8859_1));
  }

  private void fuzz(byte[] seed, Function<byte[], byte[]> rewrite) {
    assertThat(rewrite.apply(seed)).isEqualTo(seed);
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = seed;
      for (int n = 0; n <= random.nextInt(3); n++) {
        mutant = mutate(mutant);
      }
      try {
        assertThat(rewrite.apply(mutant)).isEqualTo(mutant);
      } catch (BadInputException _) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(MUTANTS / 20);
  }

  /** Flips a bit, sets a byte, cuts, inserts, doubles or removes a piece. */
  private byte[] mutate(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(40));
    byte[] piece = Arrays.copyOfRange(bytes, from, to);
    return switch (random.nextInt(6)) {
      case 0 -> with(bytes, from, to, flipped(piece));
      case 1 -> with(bytes, from, Math.min(from + 1, to), special());
      case 2 -> Arrays.copyOf(bytes, from);
      case 3 -> with(bytes, from, from, special());
      case 4 -> with(bytes, to, to, piece);
      default -> with(bytes, from, to, new byte[0]);
    };
  }

  private byte[] flipped(byte[] piece) {
    if (piece.length > 0) {
      piece[random.nextInt(piece.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return piece;
  }

  private byte[] special() {
    int at = random.nextInt(SPECIAL.length);
    return Arrays.copyOfRange(SPECIAL, at, at + 1);
  }

  private static byte[] with(byte[] bytes, int from, int to, byte[] piece) {
    byte[] out = new byte[from + piece.length + bytes.length - to];
    System.arraycopy(bytes, 0, out, 0, from);
    System.arraycopy(piece, 0, out, from, piece.length);
    System.arraycopy(bytes, to, out, from + piece.length, bytes.length - to);
    return out;
  }
}
