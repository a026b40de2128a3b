package ai.tidemark.evidence.pack;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of dated checkpoints: {@code NAME.checkpoint}, {@code NAME-AUTHORITY.tsr}. */
final class AnchorFolder {
  private static final String CHECKPOINT = ".checkpoint";
  private static final int MOST_BYTES = 1 << 20;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Anchor(String name, byte[] note, long size) {
    @Override
    public String toString() {
      return name;
    }
  }

  private final Path folder;
  private final LogReader log;

  private AnchorFolder(Path folder, LogReader log) {
    this.folder = folder;
    this.log = log;
  }

  /** Puts the anchors of a folder into a bundle, in the order of their sizes. */
  static void put(Path folder, LogReader log, SortedMap<String, byte[]> files) {
    AnchorFolder anchors = new AnchorFolder(folder, log);
    try (Stream<Path> listed = Files.list(folder)) {
      List<String> names = listed.map(path -> path.getFileName().toString()).sorted().toList();
      List<Anchor> found = new ArrayList<>();
      for (String name : names) {
        if (name.endsWith(CHECKPOINT)) {
          found.add(anchors.read(name.substring(0, name.length() - CHECKPOINT.length())));
        }
      }
      found.sort(Comparator.comparingLong(Anchor::size).thenComparing(Anchor::name));
      for (int i = 0; i < found.size(); i++) {
        anchors.put(i, found.get(i), names, files);
      }
    } catch (IOException e) {
      throw new BadInputException(folder.toString(), "cannot be read", e);
    }
  }

  private Anchor read(String name) throws IOException {
    byte[] note = bytes(name + CHECKPOINT);
    Checkpoint checkpoint = Checkpoint.parse(name, Note.parse(name, note).text());
    if (!checkpoint.origin().equals(log.checkpoint().origin())
        || checkpoint.size() > log.size()
        || checkpoint.size() < 1) {
      throw new BadInputException(
          folder.resolve(name + CHECKPOINT).toString(), "is no checkpoint of this log");
    }
    return new Anchor(name, note, checkpoint.size());
  }

  private byte[] bytes(String name) throws IOException {
    Path file = folder.resolve(name);
    if (Files.size(file) > MOST_BYTES) {
      throw new BadInputException(file.toString(), "is too large");
    }
    return Files.readAllBytes(file);
  }

  private void put(int number, Anchor anchor, List<String> names, SortedMap<String, byte[]> files)
      throws IOException {
    files.put(FileName.anchor(number), anchor.note());
    StringBuilder proof = new StringBuilder();
    for (byte[] hash : log.consistency(anchor.size(), log.size())) {
      proof.append(Base64.getEncoder().encodeToString(hash)).append('\n');
    }
    files.put(FileName.consistency(number), proof.toString().getBytes(StandardCharsets.US_ASCII));
    Pattern stamp =
        Pattern.compile(Pattern.quote(anchor.name()) + "-([a-z0-9_-]{1,40})\\.(tsr|ers)");
    for (String name : names) {
      Matcher matcher = stamp.matcher(name);
      if (matcher.matches()) {
        String authority = matcher.group(1);
        String inside =
            "tsr".equals(matcher.group(2))
                ? FileName.token(number, authority)
                : FileName.renewal(number, authority);
        files.put(inside, bytes(name));
      }
    }
  }
}
