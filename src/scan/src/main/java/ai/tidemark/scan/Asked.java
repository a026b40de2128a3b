package ai.tidemark.scan;

import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.source.CorpusFiles;
import ai.tidemark.scan.source.Skip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a scan was asked and of what, in words that can be compared: a scan that goes on must be
 * asked the same. Keys appear by their public ids.
 */
final class Asked {
  private Asked() {}

  /** Returns it, by name; walks the corpus but reads no file. */
  static Map<String, String> of(ScanOptions options) throws IOException {
    Map<String, String> asked = new TreeMap<>();
    asked.put("paths", options.paths().stream().sorted().toList().toString());
    asked.put("field", options.field());
    asked.put("profile", options.profile().sha256());
    asked.put("tokenizer", options.tokenizer().fingerprint());
    asked.put("keys", digest(keys(options)));
    asked.put("levels", options.levels().toString());
    asked.put(
        "decoys",
        options.decoys().count()
            + " "
            + options.decoys().full()
            + " "
            + options.decoys().seed()
            + " "
            + options.decoys().wrongKeys().stream().map(k -> k.name() + " " + k.id()).toList());
    asked.put("tuple budget", Long.toString(options.limits().tuples()));
    asked.put("decoy tuples", Long.toString(options.limits().decoyTuples()));
    asked.put("text bytes", Integer.toString(options.limits().textBytes()));
    asked.put("selection", options.selection().toString());
    asked.put("sampling", options.rates().toString());
    asked.put("limits of a file", options.sourceLimits().toString());
    asked.put("documents", options.documents().word());
    asked.put("normaliser", options.normalisation().word());
    asked.put("with text", Boolean.toString(options.withText()));
    asked.put("exact", Boolean.toString(options.exact()));
    asked.put("files of the corpus", digest(files(options)));
    return asked;
  }

  private static List<String> keys(ScanOptions options) {
    List<String> ids = new ArrayList<>();
    for (EraKeys era : options.keys().eras()) {
      ids.add("era " + era.era() + " " + era.fleet().id());
      era.tenants().forEach(tenant -> ids.add(tenant.name() + " " + tenant.id()));
    }
    return ids;
  }

  private static List<String> files(ScanOptions options) throws IOException {
    List<String> files = new ArrayList<>();
    CorpusFiles.forEach(
        options.paths(),
        List.of(options.out()),
        new CorpusFiles.Visitor() {
          @Override
          public void file(Path path, String name, long size) throws IOException {
            files.add(size + " " + Files.getLastModifiedTime(path).toMillis() + " " + name);
          }

          @Override
          public void problem(Skip skip) {
            files.add(skip.toJson());
          }
        });
    return files;
  }

  private static String digest(List<String> lines) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (String line : lines) {
        sha256.update(line.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }
}
