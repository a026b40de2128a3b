package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.bundle.LogRecords;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.Note;
import ai.tidemark.keys.log.TlogProof;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.sign.Algorithm;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;

/** What a bundle shows of its forge's log: records, proofs, anchors and their time stamps. */
final class LogFiles {
  private final Forge forge;
  private final List<byte[]> leaves;

  LogFiles(Forge forge) {
    this.forge = forge;
    leaves = forge.knownLeaves.orElseGet(forge::computeLeaves);
  }

  /** Adds the files. */
  void put(SortedMap<String, byte[]> files) {
    records(files);
    for (int a = 0; a < forge.anchors.size(); a++) {
      anchor(a, forge.anchors.get(a), files);
    }
  }

  private Note note(String name, byte[] root, int size) {
    return Cast.log(name).sign(new Checkpoint(name, size, root));
  }

  /** Returns the last checkpoint's note. */
  private byte[] head() {
    Note note = note(forge.origin, Merkle.root(leaves), forge.log.size());
    if (forge.witnessed.isPresent()) {
      Checkpoint checkpoint = Checkpoint.parse("head", note.text());
      note =
          note.with(
                  Cast.witness("w1.example", Algorithm.ED25519, forge.witnessed.get())
                      .cosign(checkpoint))
              .with(
                  Cast.witness("w2.example", Algorithm.ML_DSA_44, forge.witnessed.get())
                      .cosign(checkpoint));
    }
    return forge.headEdit.apply(note.encode());
  }

  private void records(SortedMap<String, byte[]> files) {
    List<LogRecords.Entry> records = new ArrayList<>();
    byte[] head = head();
    for (int i = 0; i < forge.log.size(); i++) {
      if (!forge.withheld.contains(i)) {
        records.add(new LogRecords.Entry(i, forge.shown.getOrDefault(i, forge.log.get(i))));
        files.put(FileName.proof(i), new TlogProof(i, Merkle.inclusion(leaves, i), head).encode());
      }
    }
    files.put(FileName.RECORDS, new LogRecords(records).encode());
    if (forge.entries) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (ControlRecord record : forge.log) {
        byte[] entry = record.canonicalJson();
        all.write(entry.length >> 8);
        all.write(entry.length);
        all.writeBytes(entry);
      }
      files.put(FileName.ENTRIES, all.toByteArray());
    }
  }

  private void anchor(int number, Anchor anchor, SortedMap<String, byte[]> files) {
    byte[] root = anchor.root.orElseGet(() -> Merkle.root(leaves.subList(0, anchor.size)));
    byte[] note = note(anchor.origin, root, anchor.size).encode();
    files.put(FileName.anchor(number), note);
    StringBuilder proof = new StringBuilder();
    for (byte[] hash : Merkle.consistency(leaves, anchor.size)) {
      proof.append(Base64.getEncoder().encodeToString(hash)).append('\n');
    }
    files.put(FileName.consistency(number), proof.toString().getBytes(StandardCharsets.US_ASCII));
    for (String authority : anchor.authorities) {
      files.put(
          FileName.token(number, authority), Cast.token(authority, Merkle.sha256(note), anchor.at));
    }
  }
}
