package ai.tidemark.service;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.ledger.Ledger;
import ai.tidemark.keys.ledger.LedgerRow;
import ai.tidemark.keys.ledger.LedgerRows;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.LogPolicy;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.NoteKeyFile;
import ai.tidemark.keys.log.TlogProof;
import ai.tidemark.keys.log.VerifiedCheckpoint;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.LedgerRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The files of ledgers below a folder, as an auditor reads them. */
final class LedgerFiles {
  static final String KEY = "ledger.key";

  private LedgerFiles() {}

  static Path ledger(Path at, String tenant) {
    return at.resolve("ledger/tenants").resolve(tenant);
  }

  /** Returns the roots that the node's log has for a tenant's ledger, after verifying the log. */
  static List<LedgerRoot> bound(Path at, String tenant) {
    Path control = at.resolve("ledger/control");
    LogReader log = LogReader.open(control);
    NoteKeyFile key = NoteKeyFile.read(at.resolve(KEY));
    VerifiedCheckpoint _ = LogPolicy.of(key.vkey()).verify(log.note());
    String origin = LogReader.open(ledger(at, tenant).resolve(Ledger.LOG)).checkpoint().origin();
    assertThat(origin).startsWith("example.com/gateway-1/").doesNotContain(tenant);
    List<LedgerRoot> roots = new ArrayList<>();
    log.forEach(
        0,
        log.size(),
        (_, entry) -> {
          if (ControlRecord.parse("entry", entry) instanceof LedgerRoot root
              && root.origin().equals(origin)) {
            roots.add(root);
          }
        });
    return roots;
  }

  /** Verifies that a row is in the tree whose root the node's log bound last. */
  static TlogProof proof(Path at, String tenant, long index, byte[] entry) {
    LedgerRoot root = bound(at, tenant).getLast();
    LogReader log = LogReader.open(ledger(at, tenant).resolve(Ledger.LOG));
    Checkpoint checkpoint = log.checkpoint();
    assertThat(HexFormat.of().formatHex(checkpoint.root())).isEqualTo(root.root());
    assertThat(checkpoint.size()).isEqualTo(root.size());
    String beside = root.origin().substring("example.com/gateway-1/".length());
    LogPolicy policy = LogPolicy.of(NoteKeyFile.read(at.resolve(KEY)).log(beside).vkey());
    TlogProof proof = log.proof(index);
    assertThat(proof.verify(policy, entry).size()).isEqualTo(root.size());
    return proof;
  }

  static LedgerRow row(Path at, String tenant, long index) {
    return LedgerRows.open(ledger(at, tenant)).row(index).orElseThrow();
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.filter(p -> !p.startsWith(to)).toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (!path.getFileName().toString().endsWith(".yaml")) {
          Files.copy(path, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  static boolean isTheOwners(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).equals("rw-------");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> texts(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<String> texts = new ArrayList<>();
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        texts.add(file + "\n" + Files.readString(file, StandardCharsets.ISO_8859_1));
      }
      return texts;
    }
  }
}
