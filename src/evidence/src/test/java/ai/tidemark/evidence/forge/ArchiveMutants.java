package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.FileName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Archives that are not the one that the writer writes. */
public final class ArchiveMutants {
  private final Consumer<Mutant> sink;
  private final byte[] honest = new Forge(Story.honest()).build();
  private final List<Archives.Part> parts = Archives.parts(honest);

  private ArchiveMutants(Consumer<Mutant> sink) {
    this.sink = sink;
  }

  /** Pushes every mutant. */
  public static void push(Consumer<Mutant> sink) {
    ArchiveMutants mutants = new ArchiveMutants(sink);
    mutants.headers();
    mutants.order();
    mutants.ends();
    mutants.names();
  }

  private void add(Code code, String name, byte[] bundle) {
    sink.accept(Mutant.of(code, name, bundle));
  }

  private void headers() {
    Archives.Part first = parts.getFirst();
    add(Code.ARCHIVE_HEADER, "mode 755", Archives.set(honest, first, 104, '7'));
    add(Code.ARCHIVE_HEADER, "a directory", Archives.set(honest, first, 156, '5'));
    add(Code.ARCHIVE_HEADER, "a link", Archives.set(honest, first, 156, '2'));
    add(Code.ARCHIVE_HEADER, "an owner", Archives.set(honest, first, 265, 'r'));
    add(Code.ARCHIVE_HEADER, "a time", Archives.set(honest, first, 140, '1'));
    add(Code.ARCHIVE_HEADER, "gnu magic", Archives.set(honest, first, 262, ' '));
    add(Code.ARCHIVE_HEADER, "a prefix", Archives.set(honest, first, 345, 'p'));
    add(Code.ARCHIVE_HEADER, "wrong checksum", Forge.flipped(honest, 8 * 150));
    add(Code.ARCHIVE_HEADER, "size not octal", Archives.set(honest, first, 130, '9'));
  }

  private void order() {
    List<Archives.Part> swapped = new ArrayList<>(parts);
    Collections.swap(swapped, 3, 4);
    add(Code.ARCHIVE_ORDER, "two files swapped", Archives.of(honest, swapped));
    List<Archives.Part> twice = new ArrayList<>(parts);
    twice.add(4, parts.get(4));
    add(Code.ARCHIVE_ORDER, "a file twice", Archives.of(honest, twice));
    add(Code.ARCHIVE_ORDER, "order reversed", Archives.of(honest, parts.reversed()));
    for (Archives.Part part : parts) {
      List<Archives.Part> without = new ArrayList<>(parts);
      without.remove(part);
      Code code = FileName.required().contains(part.name()) ? Code.FILE_MISSING : Code.FILE_ABSENT;
      add(code, "without " + part.name(), Archives.of(honest, without));
    }
  }

  private void ends() {
    Archives.Part custody =
        parts.stream().filter(p -> p.name().equals(FileName.CUSTODY)).findFirst().orElseThrow();
    int padding = custody.offset() + custody.length() - 1;
    add(Code.ARCHIVE_PADDING, "padding not zero", Forge.flipped(honest, 8 * padding));
    add(Code.ARCHIVE_PADDING, "one end block", Forge.flipped(honest, 8 * (honest.length - 1)));
    add(Code.ARCHIVE_TRUNCATED, "no end", Arrays.copyOf(honest, honest.length - 1024));
    add(Code.ARCHIVE_TRUNCATED, "cut in a file", Arrays.copyOf(honest, 2000));
    add(Code.ARCHIVE_TRUNCATED, "empty", new byte[0]);
    add(Code.ARCHIVE_TRAILING, "one byte more", Arrays.copyOf(honest, honest.length + 1));
    add(Code.ARCHIVE_TRAILING, "tar's own blocking", Arrays.copyOf(honest, honest.length + 9216));
    TreeMap<String, byte[]> many = new TreeMap<>();
    for (int i = 0; i <= 20_000; i++) {
      many.put(FileName.proof(i), new byte[0]);
    }
    add(Code.ARCHIVE_LIMIT, "too many files", Forge.archive(many));
  }

  private void names() {
    Archives.Part first = parts.getFirst();
    for (String name :
        List.of(
            "../evil",
            "/etc/passwd",
            "corpus/../../x",
            "corpus//blocks",
            "./corpus",
            "corpus/.",
            "corpus/",
            "..",
            ".",
            "C:\\x",
            "corpus\\blocks",
            "Corpus/blocks",
            "corpus/bl ocks",
            "corpus/bl\u00f6cks",
            "corpus/blocks\n")) {
      add(Code.ARCHIVE_NAME, "named " + name, Archives.renamed(honest, first, name));
    }
    for (String name : List.of("a", "corpus/a", "corpus/blocks.zip")) {
      add(Code.FILE_UNKNOWN, "named " + name, Archives.renamed(honest, first, name));
    }
  }
}
