package ai.tidemark.scan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Text that people wrote: the glosses of WordNet 3.1, from a Maven artifact. */
public final class RealText {
  private static final String NOUNS = "/net/sf/extjwnl/data/wordnet/wn31/data.noun";

  private RealText() {}

  /** Returns the first glosses of nouns, in the order of the file. */
  public static List<String> glosses(int count) {
    List<String> glosses = new ArrayList<>();
    try (InputStream in = Objects.requireNonNull(RealText.class.getResourceAsStream(NOUNS));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      while (line != null && glosses.size() < count) {
        int gloss = line.indexOf(" | ");
        if (!line.startsWith(" ") && gloss > 0) {
          glosses.add(line.substring(gloss + 3).strip());
        }
        line = reader.readLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return glosses;
  }
}
