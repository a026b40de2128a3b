package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignProfiles;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One row of the run, from profiles.json.
 *
 * @param name of the row and of its files
 * @param contender under test
 * @param tokens what a token is
 * @param contextWords words of a tuple that are its context, where the sample is taken context by
 *     context; 0 = tuple by tuple
 * @param share of the time, relative to the other rows
 */
record Entry(String name, Contender contender, Tokens tokens, int contextWords, int share) {

  /** What a token is. */
  enum Tokens {
    /** An id of cl100k_base. */
    IDS("cl100k_base"),
    /** Such an id modulo {@link HumanTexts#FOLD}, where a real vocabulary's lists are too dear. */
    FOLDED("cl100k_base mod " + HumanTexts.FOLD),
    /** A byte of the text, where a draw costs as much as its id is large. */
    BYTES("bytes");

    private final String words;

    Tokens(String words) {
      this.words = words;
    }

    /** Returns what the page says. */
    String words() {
      return words;
    }

    /** Returns the corpus in such tokens. */
    Texts of(HumanTexts texts, Tokenizer tokenizer) {
      return switch (this) {
        case IDS -> texts;
        case FOLDED -> texts.folded();
        case BYTES -> texts.asBytes(tokenizer);
      };
    }
  }

  /**
   * Reads the rows.
   *
   * @throws BadInputException if the file is not a list of them
   */
  static List<Entry> read(Path file) {
    byte[] json;
    try {
      json = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    }
    List<Entry> entries = new ArrayList<>();
    StrictJson root = StrictJson.parse(file.toString(), json);
    for (StrictJson row : root.objects("rows")) {
      entries.add(entry(row));
    }
    root.end();
    return entries;
  }

  private static Entry entry(StrictJson row) {
    String name = row.text("name", "[a-z0-9-]+");
    Tokens tokens = Tokens.valueOf(row.text("tokens", "ids|folded|bytes").toUpperCase(Locale.ROOT));
    int contextWords = row.has("contextWords") ? (int) row.integer("contextWords", 1, 64) : 0;
    int share = row.has("share") ? (int) row.integer("share", 1, 100) : 1;
    String profile = row.text("profile");
    Contender contender;
    if (profile.equals(Profile.TIDEMARK_GUMBEL_AES)) {
      contender = new OwnContender();
    } else {
      contender =
          new ForeignContender(
              ForeignProfiles.of(row.where() + "/profile", profile)
                  .scheme(row.object("parameters")));
    }
    row.end();
    return new Entry(name, contender, tokens, contextWords, share);
  }
}
