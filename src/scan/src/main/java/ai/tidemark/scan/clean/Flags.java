package ai.tidemark.scan.clean;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.report.RecordedReport;
import ai.tidemark.scan.report.ReportReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a scan's folder says: its report, and by file name what is flagged.
 *
 * @param report read strictly
 * @param written when the report was written: files changed later are not those that were scanned
 * @param files by name
 * @param documents how many are flagged
 */
record Flags(
    RecordedReport report, FileTime written, Map<String, FileFlags> files, long documents) {
  private static final long MOST = 1L << 53;

  /**
   * Reads a folder.
   *
   * @throws BadInputException if its files are missing, broken or not of one scan
   */
  static Flags read(Path folder) {
    Path reportFile = folder.resolve(Scan.REPORT_FILE);
    Path flaggedFile = folder.resolve(Scan.FLAGGED_FILE);
    RecordedReport report;
    FileTime written;
    try {
      report = ReportReader.read(reportFile.toString(), Files.readAllBytes(reportFile));
      written = Files.getLastModifiedTime(reportFile);
    } catch (IOException e) {
      throw new BadInputException(
          reportFile.toString(), "cannot be read; name the output folder of a scan", e);
    }
    Map<String, FileFlags> files = new TreeMap<>();
    long documents = lines(flaggedFile, files);
    long expected = report.json().at("/documents/flagged").asLong();
    if (documents != expected) {
      throw new BadInputException(
          flaggedFile.toString(),
          "has " + documents + " lines, but report.json counts " + expected + " flagged documents");
    }
    files.forEach(
        (name, flags) -> {
          if (!flags.close()) {
            throw new BadInputException(
                flaggedFile.toString(), "flags a document of " + name + " twice, or in two ways");
          }
        });
    return new Flags(report, written, files, documents);
  }

  private static long lines(Path file, Map<String, FileFlags> files) {
    long count = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        count++;
        add(StrictJson.parse(file + ":" + count, line.getBytes(StandardCharsets.UTF_8)), files);
      }
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    }
    return count;
  }

  private static void add(StrictJson line, Map<String, FileFlags> files) {
    String name = line.text("file");
    if (line.has("row")) {
      throw packed(name + " (rows of a table, or records of a WARC file)");
    }
    FileFlags flags = files.computeIfAbsent(name, _ -> new FileFlags());
    if (line.has("line")) {
      flags.addLine(line.integer("line", 1, MOST));
    } else if (line.has("offset")) {
      flags.addOffset(line.integer("offset", 0, MOST));
    } else {
      flags.addWhole();
    }
  }

  /** A refusal to look into compressed files, archives and tables. */
  static BadInputException packed(String where) {
    return new BadInputException(
        where,
        "holds flagged documents, and tidemark clean drops them from JSONL and plain text only;"
            + " unpack or convert it, then scan and clean that");
  }
}
