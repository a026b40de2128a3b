package ai.tidemark.demo.model;

import ai.tidemark.core.token.Cl100k;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.demo.text.Documents;
import ai.tidemark.demo.text.GlossSplit;
import ai.tidemark.demo.text.WordNet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model of the demonstration: a 3-gram with topics over WordNet glosses. Trained on first use,
 * then read from the user's cache folder; a damaged cache is trained again and replaced.
 */
public final class DemonstrationModel {
  /** What it calls itself, to people and over HTTP. */
  public static final String NAME = "demonstration model: 3-gram with topics over WordNet glosses";

  /** Its name in the API. */
  public static final String ID = "demonstration-3gram-wordnet";

  /** The id of the end-of-text token in cl100k. */
  static final int END_OF_TEXT = 100_257;

  private static final Logger LOG = LoggerFactory.getLogger(DemonstrationModel.class);

  /** Changes whenever the same texts would give another model. */
  private static final String RECIPE =
      "tidemark-demo-model-v1, 3-gram and topic, interpolated Kneser-Ney";

  private DemonstrationModel() {}

  /**
   * Returns the folder for caches: {@code $XDG_CACHE_HOME/tidemark}, or {@code ~/.cache/tidemark}
   * where that is unset or relative (XDG base directory specification 0.8).
   */
  public static Path cacheFolder() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg != null && Path.of(xdg).isAbsolute()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return base.resolve("tidemark");
  }

  /**
   * Returns the model, from the cache or freshly trained. A cache that cannot be written costs the
   * training time again next time and is logged.
   *
   * @param cl100k the tokenizer; its end-of-text token is 100257
   * @param split what it may learn from
   * @param folder the cache folder
   */
  public static NGramModel load(Cl100k cl100k, GlossSplit split, Path folder) {
    byte[] configuration = configuration(cl100k, split);
    Path file =
        folder.resolve("demo-3gram-v1-" + HexFormat.of().formatHex(configuration, 0, 8) + ".model");
    Optional<NGramModel> cached = ModelFile.read(file, configuration);
    if (cached.isPresent()) {
      return cached.get();
    }
    NGramModel model = train(cl100k, split);
    try {
      ModelFile.write(model, file, configuration);
    } catch (IOException e) {
      LOG.warn("the demonstration model could not be cached at {}: {}", file, e.toString());
    }
    return model;
  }

  /** Trains the model. */
  static NGramModel train(Cl100k cl100k, GlossSplit split) {
    NGramTrainer trainer = new NGramTrainer(END_OF_TEXT);
    TokenBuffer ids = new TokenBuffer(1 << 12);
    for (Documents.Text text : Documents.training(split)) {
      ids.clear();
      cl100k.encode(text.text(), ids);
      trainer.add(ids, text.topic());
      ids.clear();
      cl100k.encode(text.words(), ids);
      trainer.addWords(ids, text.topic());
    }
    return trainer.train();
  }

  /** SHA-256 of everything the model depends on: the recipe, the tokenizer and every text. */
  private static byte[] configuration(Cl100k cl100k, GlossSplit split) {
    var sha256 = ModelFile.sha256();
    String head = String.join("\n", RECIPE, WordNet.SOURCE, cl100k.fingerprint(), "");
    sha256.update(head.getBytes(StandardCharsets.UTF_8));
    for (Documents.Text text : Documents.training(split)) {
      sha256.update(text.text().getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) text.topic());
      sha256.update(text.words().getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) 0);
    }
    return sha256.digest();
  }
}
