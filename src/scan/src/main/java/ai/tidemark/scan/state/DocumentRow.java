package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.ScoreSum;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.source.Place;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is kept of a document until all are judged: its best hypothesis, however many were asked.
 *
 * @param place its id
 * @param tokens token ids of the raw text
 * @param most the largest n of any hypothesis on the raw text: decides what is testable
 * @param form the text form of the best hypothesis
 * @param hypothesis index of the best hypothesis
 * @param evidence n and S of it
 * @param lnP natural logarithm of its exact p times the number of hypotheses and text forms, at
 *     most 0
 * @param text the text if it may be printed, else empty
 */
public record DocumentRow(
    Place place,
    int tokens,
    long most,
    TextForm form,
    int hypothesis,
    Evidence evidence,
    double lnP,
    String text) {

  /**
   * Returns the row of a document.
   *
   * @param forms evidence by hypothesis on each text form asked about, in the order of {@link
   *     TextForm#at}; all of them are paid for, also where they are equal
   */
  public static DocumentRow of(Place place, int tokens, List<List<Evidence>> forms, String text) {
    double best = Double.POSITIVE_INFINITY;
    int bestForm = 0;
    int bestHypothesis = 0;
    long most = 0;
    for (int f = 0; f < forms.size(); f++) {
      List<Evidence> evidence = forms.get(f);
      boolean same = f > 0 && evidence.equals(forms.getFirst());
      for (int h = 0; h < evidence.size() && !same; h++) {
        most = f == 0 ? Math.max(most, evidence.get(h).n()) : most;
        double lnP = evidence.get(h).lnP();
        if (lnP < best) {
          best = lnP;
          bestForm = f;
          bestHypothesis = h;
        }
      }
    }
    double paid = StrictMath.log((double) forms.size() * forms.getFirst().size());
    return new DocumentRow(
        place,
        tokens,
        most,
        TextForm.at(bestForm),
        bestHypothesis,
        forms.get(bestForm).get(bestHypothesis),
        Math.min(0, best + paid),
        text);
  }

  /** Writes this row. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeUTF(place.kind().name());
    out.writeLong(place.at());
    writeText(place.file(), out);
    out.writeInt(tokens);
    out.writeLong(most);
    out.writeBoolean(form == TextForm.NORMALISED);
    out.writeInt(hypothesis);
    out.writeLong(evidence.n());
    out.writeLong(evidence.sum().high());
    out.writeLong(evidence.sum().low());
    out.writeDouble(lnP);
    writeText(text, out);
  }

  private static void writeText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads a row. */
  static DocumentRow read(DataInput in) throws IOException {
    Place.Kind kind = Place.Kind.valueOf(in.readUTF());
    long at = in.readLong();
    Place place = new Place(readText(in), kind, at);
    int tokens = in.readInt();
    long most = in.readLong();
    TextForm form = in.readBoolean() ? TextForm.NORMALISED : TextForm.RAW;
    int hypothesis = in.readInt();
    Evidence evidence = new Evidence(in.readLong(), new ScoreSum(in.readLong(), in.readLong()));
    double lnP = in.readDouble();
    return new DocumentRow(place, tokens, most, form, hypothesis, evidence, lnP, readText(in));
  }

  private static String readText(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
