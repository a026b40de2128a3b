package ai.tidemark.benchmarks.corpus;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** Makes the files of a corpus, one by one, and the truth about them. Not thread-safe. */
final class PartMaker {
  private final Recipe recipe;
  private final DocumentMaker maker;
  private final Path corpus;
  private final long documentsPerFile;

  PartMaker(Recipe recipe, DocumentMaker maker, Path corpus, long documentsPerFile) {
    this.recipe = recipe;
    this.maker = maker;
    this.corpus = corpus;
    this.documentsPerFile = documentsPerFile;
  }

  /**
   * A file that was made.
   *
   * @param bytes that a reader gets from it once decompressed
   * @param textBytes of its documents
   * @param marked lines of JSON, one for each marked document
   * @param duplicateLines lines of JSON, one for each duplicate
   */
  record Part(
      Format format,
      long documents,
      long bytes,
      long textBytes,
      long markedTextBytes,
      long markedDocuments,
      long boilerplate,
      long duplicates,
      String marked,
      String duplicateLines) {}

  Part make(int file) throws IOException {
    Format format = Format.of(file);
    StringBuilder marked = new StringBuilder();
    StringBuilder repeated = new StringBuilder();
    long first = file * documentsPerFile;
    long end = Math.min(recipe.documents(), first + documentsPerFile);
    long text = 0;
    long markedText = 0;
    long markedDocuments = 0;
    long boilerplate = 0;
    long duplicates = 0;
    long bytes;
    try (Container container = format.create(corpus, format.name(file))) {
      for (long document = first; document < end; document++) {
        long original = recipe.original(document);
        Utf8Text made = maker.make(original);
        Container.Where where = container.add(made);
        text += made.size();
        boilerplate += recipe.hasBoilerplate(original) ? 1 : 0;
        if (recipe.isMarked(original)) {
          markedDocuments++;
          markedText += made.size();
          ObjectNode line = line(where, document, original);
          line.put("tokens", maker.markedTokens());
          line.put("boilerplate", recipe.hasBoilerplate(original));
          marked.append(line).append('\n');
        }
        if (original != document) {
          duplicates++;
          repeated.append(line(where, document, original)).append('\n');
        }
      }
      bytes = container.bytes();
    }
    return new Part(
        format,
        end - first,
        bytes,
        text,
        markedText,
        markedDocuments,
        boilerplate,
        duplicates,
        marked.toString(),
        repeated.toString());
  }

  private static ObjectNode line(Container.Where where, long document, long original) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("file", where.file());
    if (!where.kind().isEmpty()) {
      node.put(where.kind(), where.at());
    }
    node.put("document", document);
    if (original != document) {
      node.put("duplicateOf", original);
    }
    return node;
  }
}
