package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.ScoreSum;
import ai.tidemark.scan.source.Place;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is kept of a document until the corpus has been judged.
 *
 * @param place its id
 * @param tokens token ids
 * @param evidence what it shows
 * @param text the text if it may be printed, else empty
 */
public record DocumentRow(Place place, int tokens, DocumentEvidence evidence, String text) {
  /** Writes this row. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeUTF(place.kind().name());
    out.writeLong(place.at());
    writeText(place.file(), out);
    out.writeInt(tokens);
    out.writeInt(evidence.positions());
    write(evidence.fleet(), out);
    for (Evidence tenant : evidence.tenants()) {
      write(tenant, out);
    }
    writeText(text, out);
  }

  private static void write(Evidence evidence, DataOutput out) throws IOException {
    out.writeLong(evidence.n());
    out.writeLong(evidence.sum().high());
    out.writeLong(evidence.sum().low());
  }

  private static void writeText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Reads a row.
   *
   * @param tenants how many tenant keys the scan has
   */
  static DocumentRow read(DataInput in, int tenants) throws IOException {
    Place.Kind kind = Place.Kind.valueOf(in.readUTF());
    long at = in.readLong();
    Place place = new Place(readText(in), kind, at);
    int tokens = in.readInt();
    int positions = in.readInt();
    Evidence fleet = readEvidence(in);
    List<Evidence> own = new ArrayList<>(tenants);
    for (int t = 0; t < tenants; t++) {
      own.add(readEvidence(in));
    }
    DocumentEvidence evidence = new DocumentEvidence(positions, fleet, own);
    return new DocumentRow(place, tokens, evidence, readText(in));
  }

  private static Evidence readEvidence(DataInput in) throws IOException {
    return new Evidence(in.readLong(), new ScoreSum(in.readLong(), in.readLong()));
  }

  private static String readText(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
