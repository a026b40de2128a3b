package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignProfiles;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of the run, from profiles.json.
 *
 * @param name of the row and of its files
 * @param contender under test
 * @param bytes whether tokens are the bytes of the text, for schemes whose cost grows with the
 *     vocabulary; else they are ids of cl100k_base
 * @param contextWords words of a tuple that are its context, where the sample is taken context by
 *     context; 0 = tuple by tuple
 * @param share of the time, relative to the other rows
 */
record Entry(String name, Contender contender, boolean bytes, int contextWords, int share) {

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
    boolean bytes = row.text("tokens", "cl100k_base|bytes").equals("bytes");
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
    return new Entry(name, contender, bytes, contextWords, share);
  }
}
