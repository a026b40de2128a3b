package ai.tidemark.demo.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A trained model on disk: 8 bytes of magic, SHA-256 of the training configuration, the arrays
 * (each its length and its elements, big-endian), SHA-256 of everything before. Written beside its
 * place and moved there, so a reader sees a whole file or none.
 */
final class ModelFile {
  private static final long MAGIC = 0x544D_4E47_5241_4D31L; // "TMNGRAM1"
  private static final int DIGEST = 32;
  private static final long MOST_BYTES = 1L << 30;

  private ModelFile() {}

  /**
   * Reads a model.
   *
   * @param configuration SHA-256 of what it must have been trained on and how
   * @return nothing if there is no such file, or it is damaged, or of another configuration: the
   *     caller trains again
   */
  static Optional<NGramModel> read(Path file, byte[] configuration) {
    byte[] bytes;
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
        return Optional.empty();
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException _) {
      return Optional.empty();
    }
    int end = bytes.length - DIGEST;
    if (end < Long.BYTES + DIGEST) {
      return Optional.empty();
    }
    MessageDigest sha256 = sha256();
    sha256.update(bytes, 0, end);
    boolean whole = Arrays.equals(sha256.digest(), 0, DIGEST, bytes, end, bytes.length);
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, end);
    boolean ours = in.getLong() == MAGIC;
    byte[] trainedOn = new byte[DIGEST];
    in.get(trainedOn);
    return whole && ours && Arrays.equals(trainedOn, configuration)
        ? Optional.of(model(in))
        : Optional.empty();
  }

  private static NGramModel model(ByteBuffer in) {
    long trainingTokens = in.getLong();
    int endOfText = in.getInt();
    int[] vocabulary = ints(in);
    float[] p1 = floats(in);
    List<Level> levels = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      levels.add(new Level(longs(in), ints(in), ints(in), floats(in), floats(in)));
    }
    TopicWeights topics = new TopicWeights(in.getInt(), floats(in));
    return new NGramModel(vocabulary, endOfText, p1, levels, topics, trainingTokens);
  }

  /**
   * Writes a model.
   *
   * @throws IOException if the folder cannot be made or written
   */
  static void write(NGramModel model, Path file, byte[] configuration) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(size(model));
    out.putLong(MAGIC).put(configuration).putLong(model.trainingTokens).putInt(model.endOfText);
    put(model.vocabulary, out);
    put(model.p1, out);
    out.putInt(model.levels.size());
    for (Level level : model.levels) {
      put(level.contexts, out);
      put(level.start, out);
      put(level.word, out);
      put(level.p, out);
      put(level.lambda, out);
    }
    out.putInt(model.topics.count);
    put(model.topics.weight, out);
    MessageDigest sha256 = sha256();
    sha256.update(out.array(), 0, out.position());
    out.put(sha256.digest());

    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path beside = Files.createTempFile(folder, ".model", ".part");
    try {
      Files.write(beside, Arrays.copyOf(out.array(), out.position()));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static int size(NGramModel model) {
    long words = 3L + model.vocabulary.length + model.p1.length + model.topics.weight.length;
    for (Level level : model.levels) {
      words += 5 + 2L * level.contexts.length + level.start.length;
      words += level.word.length + level.p.length + level.lambda.length;
    }
    words += 2; // how many levels, how many topics
    int frame = 2 * Long.BYTES + Integer.BYTES + 2 * DIGEST;
    return Math.toIntExact(frame + words * Integer.BYTES);
  }

  private static void put(int[] array, ByteBuffer out) {
    out.putInt(array.length).asIntBuffer().put(array);
    out.position(out.position() + array.length * Integer.BYTES);
  }

  private static void put(float[] array, ByteBuffer out) {
    out.putInt(array.length).asFloatBuffer().put(array);
    out.position(out.position() + array.length * Float.BYTES);
  }

  private static void put(long[] array, ByteBuffer out) {
    out.putInt(array.length).asLongBuffer().put(array);
    out.position(out.position() + array.length * Long.BYTES);
  }

  private static int[] ints(ByteBuffer in) {
    int[] array = new int[in.getInt()];
    in.asIntBuffer().get(array);
    in.position(in.position() + array.length * Integer.BYTES);
    return array;
  }

  private static float[] floats(ByteBuffer in) {
    float[] array = new float[in.getInt()];
    in.asFloatBuffer().get(array);
    in.position(in.position() + array.length * Float.BYTES);
    return array;
  }

  private static long[] longs(ByteBuffer in) {
    long[] array = new long[in.getInt()];
    in.asLongBuffer().get(array);
    in.position(in.position() + array.length * Long.BYTES);
    return array;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
