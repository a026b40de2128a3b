package ai.tidemark.evidence.pack;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.bundle.ArchiveWriter;
import ai.tidemark.evidence.bundle.Dsse;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.bundle.KnownAnswers;
import ai.tidemark.evidence.bundle.LogRecords;
import ai.tidemark.evidence.bundle.Statement;
import ai.tidemark.evidence.plan.PlanEra;
import ai.tidemark.keys.log.EntryBundle;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.TilePath;
import ai.tidemark.keys.log.TlogProof;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.keys.seal.ExpertSeal;
import ai.tidemark.keys.sign.Signer;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.report.ReportReader;
import ai.tidemark.scan.report.ScanReport;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Packs a bundle. Refuses what could not be evidence: keys that nobody committed to, a plan that is
 * not in the log, a report that is not the one the log names.
 */
public final class Packer {
  private final Contents contents;
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final SortedMap<String, Path> large = new TreeMap<>();

  private Packer(Contents contents) {
    this.contents = contents;
  }

  /**
   * Packs, signs and writes a bundle.
   *
   * @param signers Ed25519, then ML-DSA-65
   * @param now the signer's clock
   * @param out new file; an old one is never overwritten
   * @throws BadInputException if something is missing or does not fit
   */
  public static void pack(
      Contents contents, List<? extends Signer> signers, Instant now, Path out) {
    if (Files.exists(out)) {
      throw new BadInputException(out.toString(), "already exists; a bundle is never overwritten");
    }
    Path scratch = out.resolveSibling(out.getFileName() + ".part");
    Path scratchBlocks = out.resolveSibling(out.getFileName() + ".blocks.part");
    Path scratchLog = out.resolveSibling(out.getFileName() + ".log.part");
    try {
      Packer packer = new Packer(contents);
      packer.collect();
      packer.blocks(scratchBlocks);
      packer.wholeLog(scratchLog);
      packer.write(signers, now, scratch);
      Files.move(scratch, out, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new BadInputException(out.toString(), "cannot be written", e);
    } finally {
      for (Path file : List.of(scratch, scratchBlocks, scratchLog)) {
        delete(file);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be removed", e);
    }
  }

  private void collect() throws IOException {
    byte[] report = report();
    requireCommitted();
    LogExcerpt excerpt = LogExcerpt.of(contents.log(), contents.openings());
    ResultRecord result =
        excerpt.result(contents.plan().sha256(), HexFormat.of().formatHex(Merkle.sha256(report)));
    if (!result.corpus().equals(contents.manifest().root())) {
      throw new BadInputException(
          "manifest",
          "is not of the corpus that was scanned: its root is "
              + contents.manifest().root()
              + ", the log has "
              + result.corpus());
    }
    files.put(FileName.REPORT, report);
    files.put(FileName.PLAN, contents.plan().canonicalJson());
    files.put(FileName.RESULT, result.canonicalJson());
    files.put(FileName.PROFILE, contents.profile().canonicalJson());
    files.put(FileName.VECTORS, KnownAnswers.bytes());
    files.put(FileName.SOFTWARE, contents.software().encode());
    files.put(FileName.CUSTODY, contents.custody().encode());
    files.put(FileName.MANIFEST, contents.manifest().canonicalJson());
    files.put(FileName.OPENINGS, contents.openings().encode());
    files.put(FileName.HINTS, contents.hints().encode());
    for (int e = 0; e < contents.commitments().size(); e++) {
      files.put(FileName.commitments(e), contents.commitments().get(e));
    }
    records(excerpt.records());
    if (contents.anchors().isPresent()) {
      AnchorFolder.put(contents.anchors().get(), contents.log(), files);
    }
  }

  private byte[] report() throws IOException {
    Path file = contents.reportDirectory().resolve(Scan.REPORT_FILE);
    try {
      byte[] report = Files.readAllBytes(file);
      var _ = ReportReader.read(file.toString(), report);
      return report;
    } catch (NoSuchFileException e) {
      throw new BadInputException(file.toString(), "does not exist; name a scan's output", e);
    }
  }

  private void requireCommitted() {
    if (!contents.plan().committed()) {
      throw new BadInputException(
          "plan", "names keys that nobody committed to; what they show is no evidence");
    }
    List<String> planned =
        contents.plan().keys().stream().map(e -> ((PlanEra.Committed) e).eraRecord()).toList();
    List<String> opened = contents.openings().eras().stream().map(Openings.Era::eraRecord).toList();
    if (!planned.equals(opened)) {
      throw new BadInputException(
          "openings",
          "must be of the eras that the plan tests, in its order; the coin key alone" + " will do");
    }
  }

  private void records(LogRecords records) {
    files.put(FileName.RECORDS, records.encode());
    byte[] note = contents.log().note();
    long size = contents.log().size();
    for (LogRecords.Entry entry : records.entries()) {
      List<byte[]> path = contents.log().inclusion(entry.index(), size);
      files.put(FileName.proof(entry.index()), new TlogProof(entry.index(), path, note).encode());
    }
  }

  private void blocks(Path scratch) throws IOException {
    Path own = contents.reportDirectory().resolve(Scan.BLOCKS_FILE);
    if (!(contents.blocks() instanceof Contents.Blocks.LeftOut) && !Files.exists(own)) {
      throw new BadInputException(
          own.toString(), "does not exist; scan with --with-blocks to keep the scored blocks");
    }
    switch (contents.blocks()) {
      case Contents.Blocks.LeftOut _ -> {}
      case Contents.Blocks.Open _ -> large.put(FileName.BLOCKS, own);
      case Contents.Blocks.Sealed(var certificate) -> {
        try (InputStream in = Files.newInputStream(own);
            OutputStream out = Files.newOutputStream(scratch)) {
          ExpertSeal.seal(certificate, in, out);
        }
        large.put(FileName.SEALED_BLOCKS, scratch);
      }
    }
  }

  private void wholeLog(Path scratch) throws IOException {
    if (!contents.wholeLog()) {
      return;
    }
    LogReader log = contents.log();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(scratch))) {
      for (long from = 0; from < log.size(); from += TilePath.FULL) {
        long to = Math.min(from + TilePath.FULL, log.size());
        out.write(EntryBundle.encode(log.entries(from, to)));
      }
    }
    large.put(FileName.ENTRIES, scratch);
  }

  private void write(List<? extends Signer> signers, Instant now, Path scratch) throws IOException {
    SortedMap<String, Statement.Entry> listed = new TreeMap<>();
    files.forEach((name, bytes) -> listed.put(name, entry(name, bytes)));
    for (var file : large.entrySet()) {
      listed.put(file.getKey(), entry(file.getKey(), file.getValue()));
    }
    Statement statement =
        new Statement(
            RecordTime.format(RecordTime.wholeSeconds(now)),
            new ArrayList<>(listed.values()),
            contents.log().checkpoint().origin(),
            ScanReport.MEANING);
    files.put(FileName.STATEMENT, Dsse.sign(Dsse.IN_TOTO, statement.encode(), signers).encode());
    SortedMap<String, Long> order = new TreeMap<>();
    files.forEach((name, bytes) -> order.put(name, (long) bytes.length));
    large.keySet().forEach(name -> order.put(name, -1L));
    try (ArchiveWriter archive = new ArchiveWriter(Files.newOutputStream(scratch))) {
      for (String name : order.keySet()) {
        byte[] held = files.get(name);
        Path path = large.get(name);
        if (held != null) {
          archive.add(name, held.length, new ByteArrayInputStream(held));
        } else if (path != null) {
          try (InputStream in = Files.newInputStream(path)) {
            archive.add(name, Files.size(path), in);
          }
        }
      }
    }
  }

  private static Statement.Entry entry(String name, byte[] bytes) {
    return new Statement.Entry(name, bytes.length, HexFormat.of().formatHex(Merkle.sha256(bytes)));
  }

  private static Statement.Entry entry(String name, Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      long size = in.transferTo(OutputStream.nullOutputStream());
      return new Statement.Entry(
          name, size, HexFormat.of().formatHex(in.getMessageDigest().digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }
}
