package ai.tidemark.benchmarks.scan;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.IntArrayList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Another tokenizer, which {@link BpeSpeed} compares ours with. */
interface TokenizerPeer extends AutoCloseable {
  /** Opens the peer of a tokenizer. */
  static TokenizerPeer of(String spec) throws IOException {
    return spec.startsWith("hf:") ? new Djl(spec.substring(3)) : new Jtokkit(spec);
  }

  String name();

  int sliceBytes();

  int warmBytes();

  int[] ids(String text);

  /** Encodes as a user would, and returns the number of ids. */
  int count(String text);

  /** Returns names that a text must not hold. */
  List<String> excluded() throws IOException;

  @Override
  void close();

  /** jtokkit, for tiktoken's encodings. */
  final class Jtokkit implements TokenizerPeer {
    private final Encoding encoding;

    Jtokkit(String name) {
      encoding = Encodings.newLazyEncodingRegistry().getEncoding(name).orElseThrow();
    }

    @Override
    public String name() {
      return "jtokkit 1.1.0";
    }

    @Override
    public int sliceBytes() {
      return 12_000_000;
    }

    @Override
    public int warmBytes() {
      return 40_000_000;
    }

    @Override
    public int[] ids(String text) {
      IntArrayList list = encoding.encodeOrdinary(text);
      int[] ids = new int[list.size()];
      Arrays.setAll(ids, list::get);
      return ids;
    }

    @Override
    public int count(String text) {
      return encoding.encodeOrdinary(text).size();
    }

    @Override
    public List<String> excluded() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  /** DJL's binding of Hugging Face's tokenizers; it keeps no more than 10,000 words. */
  final class Djl implements TokenizerPeer {
    private final Path file;
    private final HuggingFaceTokenizer tokenizer;

    Djl(String file) throws IOException {
      System.setProperty("ai.djl.offline", "true"); // its library lies in its jar
      this.file = Path.of(file);
      tokenizer =
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(this.file)
              .optAddSpecialTokens(false)
              .optTruncation(false)
              .build();
    }

    @Override
    public String name() {
      return "DJL tokenizers 0.36.0";
    }

    @Override
    public int sliceBytes() {
      return 6_000_000;
    }

    @Override
    public int warmBytes() {
      return 6_000_000;
    }

    @Override
    public int[] ids(String text) {
      long[] wide = tokenizer.encode(text, false, false).getIds();
      int[] ids = new int[wide.length];
      Arrays.setAll(ids, i -> Math.toIntExact(wide[i]));
      return ids;
    }

    @Override
    public int count(String text) {
      return tokenizer.encode(text, false, false).getIds().length;
    }

    @Override
    public List<String> excluded() throws IOException {
      List<String> names = new ArrayList<>();
      for (JsonNode token : new ObjectMapper().readTree(file.toFile()).path("added_tokens")) {
        if (token.path("special").booleanValue()) {
          names.add(token.path("content").textValue());
        }
      }
      return names;
    }

    @Override
    public void close() {
      tokenizer.close();
    }
  }
}
