package ai.tidemark.keys.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every tree to size 1,025: one above 1,024, so that paths of all shapes occur. */
final class SubtreesTest {
  private static final int MOST = 1025;
  private static final int SAMPLED = 16;
  private static final Cached TREE = new Cached(MOST);
  private static final List<byte[]> ROOTS =
      LongStream.rangeClosed(0, MOST).mapToObj(TREE::root).toList();

  @Test
  void rootsAndProofsAreThoseOfTheDefinition() {
    List<byte[]> leaves = TREE.levels.getFirst();
    for (int size = 1; size <= MOST; size += size < 70 ? 1 : 191) {
      List<byte[]> tree = leaves.subList(0, size);
      assertThat(TREE.root(size)).isEqualTo(Merkle.root(tree));
      for (int i = 0; i < size; i++) {
        assertThat(TREE.inclusion(i, size)).containsExactlyElementsOf(Merkle.inclusion(tree, i));
        assertThat(TREE.consistency(i + 1, size))
            .containsExactlyElementsOf(Merkle.consistency(tree, i + 1));
      }
    }
    assertThat(TREE.root(0)).isEqualTo(Merkle.sha256());
    assertThat(TREE.consistency(0, 5)).isEmpty();
    assertThatThrownBy(() -> TREE.inclusion(5, 5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TREE.consistency(6, 5)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyProofVerifiesAndSampledForgeriesDoNot() {
    assertThat(prove(SAMPLED)).isEqualTo(2L * 525_825); // 1025 x 1026 / 2 of either kind
  }

  @Test
  @Tag("statistics")
  void everyProofVerifiesAndForgeriesOfEachDoNot() {
    assertThat(prove(1)).isEqualTo(2L * 525_825);
  }

  /** Verifies all proofs, forges each n-th, and returns their number. */
  private static long prove(int nth) {
    SplittableRandom random = new SplittableRandom(6962);
    long proofs = 0;
    for (int size = 1; size <= MOST; size++) {
      byte[] root = ROOTS.get(size);
      for (int i = 0; i < size; i++) {
        boolean forge = random.nextInt(nth) == 0;
        includes(i, size, root, forge ? random : null);
        consistent(i + 1, size, root, forge ? random : null);
        proofs += 2;
      }
    }
    return proofs;
  }

  private static void includes(
      int index, int size, byte[] root, @Nullable SplittableRandom random) {
    byte[] leaf = TREE.hash(0, index);
    List<byte[]> path = TREE.inclusion(index, size);
    check(Merkle.includes(leaf, index, size, path, root), true, index, size);
    if (random == null) {
      return;
    }
    int other = (index + 1 + random.nextInt(size)) % size;
    check(Merkle.includes(leaf, other, size, path, root), other == index, index, size);
    check(Merkle.includes(mutated(leaf, random), index, size, path, root), false, index, size);
    for (List<byte[]> forged : forged(path, random)) {
      check(Merkle.includes(leaf, index, size, forged, root), false, index, size);
    }
  }

  private static void consistent(
      int old, int size, byte[] root, @Nullable SplittableRandom random) {
    byte[] oldRoot = ROOTS.get(old);
    List<byte[]> proof = TREE.consistency(old, size);
    check(Merkle.consistent(old, oldRoot, size, root, proof), true, old, size);
    if (random == null) {
      return;
    }
    int other = 1 + (old + random.nextInt(size)) % size;
    check(Merkle.consistent(other, oldRoot, size, root, proof), other == old, old, size);
    byte[] otherRoot = mutated(oldRoot, random);
    check(Merkle.consistent(old, otherRoot, size, root, proof), false, old, size);
    check(Merkle.consistent(old, oldRoot, size, mutated(root, random), proof), false, old, size);
    for (List<byte[]> forged : forged(proof, random)) {
      check(Merkle.consistent(old, oldRoot, size, root, forged), false, old, size);
    }
  }

  private static void check(boolean accepted, boolean right, int index, int size) {
    if (accepted != right) {
      throw new AssertionError((right ? "refused " : "accepted ") + index + " of " + size);
    }
  }

  /** A path with one bit flipped, one hash more, one less, two exchanged. */
  private static List<List<byte[]>> forged(List<byte[]> path, SplittableRandom random) {
    List<List<byte[]>> forged = new ArrayList<>();
    List<byte[]> longer = new ArrayList<>(path);
    longer.add(random.nextInt(path.size() + 1), new byte[Merkle.BYTES]);
    forged.add(longer);
    if (!path.isEmpty()) {
      int at = random.nextInt(path.size());
      List<byte[]> flipped = new ArrayList<>(path);
      flipped.set(at, mutated(path.get(at), random));
      forged.add(flipped);
      List<byte[]> shorter = new ArrayList<>(path);
      shorter.remove(at);
      forged.add(shorter);
    }
    if (path.size() > 1) {
      int at = random.nextInt(path.size() - 1);
      List<byte[]> exchanged = new ArrayList<>(path);
      exchanged.add(at, exchanged.remove(at + 1));
      forged.add(exchanged);
    }
    return forged;
  }

  private static byte[] mutated(byte[] hash, SplittableRandom random) {
    byte[] mutated = hash.clone();
    int bit = random.nextInt(mutated.length * 8);
    mutated[bit / 8] ^= (byte) (1 << (bit % 8));
    return mutated;
  }

  /** All perfect subtrees of a tree, in memory. */
  private static final class Cached implements Subtrees {
    private final List<List<byte[]>> levels = new ArrayList<>();

    Cached(int size) {
      List<byte[]> level = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        level.add(Merkle.leaf(ByteBuffer.allocate(4).putInt(i).array()));
      }
      while (!level.isEmpty()) {
        levels.add(level);
        List<byte[]> above = new ArrayList<>();
        for (int i = 0; i + 1 < level.size(); i += 2) {
          above.add(Merkle.node(level.get(i), level.get(i + 1)));
        }
        level = above;
      }
    }

    @Override
    public byte[] hash(int level, long index) {
      return levels.get(level).get((int) index);
    }
  }
}
