package ai.tidemark.core.foreign.textseal;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.Pooling;
import ai.tidemark.core.json.StrictJson;
import java.util.List;

/** TextSeal of Meta: green list, Gumbel-max and its own tournament, over one hash. */
public final class TextSealV1 implements ForeignProfile {
  static final String ID = "textseal-v1";
  private static final List<String> EMBEDDING_ONLY =
      List.of(
          "method",
          "delta",
          "alpha",
          "after_topp",
          "k_morphmark",
          "p_0",
          "chunk_size",
          "num_drafts",
          "attenuation",
          "attenuation_weight",
          "backprop_on_nonzero");

  private static final Facts FACTS =
      new Facts(
          ID,
          "facebookresearch/textseal 0.0.5: greenlist, dipmark, morphmark, gumbelmax, synthid,"
              + " synthid-weighted, and watermax over any of them",
          true,
          "watermark_type (gumbelmax); base_watermark (greenlist), for watermax; ngram (1..10; 1);"
              + " gamma (0.5), for bits; depth (1..128; 30), for synthid; scoring_method (none, v1,"
              + " v2; v2), for the source's own number only",
          "one integer, 64 bits, as a number or a decimal string (secret_key)",
          "the ngram tokens before, output only; no padding",
          "ngram + 1, as in the source: it leaves out one position more than the window needs",
          "the 64-bit sum of window and token ids times primes, to which the key is added. synthid:"
              + " one such sum per layer, since layer l of token id x is layer l - 1 of x + 1, and"
              + " each counts once; n counts draws there, not tokens",
          "bits: binomial with p = (levels of 8191 with 32-bit h/8191 < gamma) / 8191; Gumbel-max:"
              + " sum of -ln(1 - h/8191), h uniform on 0..8190 (mean 0.99934). 2^64 mod 8191 is"
              + " neglected: a bias of 2^-51. Draws are taken as independent; the hash is weak, and"
              + " two draws of near sums correlate by some hundredths of either sign: measured over"
              + " random keys, the variance of the sum is 0.89 to 1.06 of the stated one at 1,000"
              + " to 1,000,000 tuples, 0.86 (synthid) at 478 million draws of human text, and 0.89"
              + " within the 30 layers of one token at gamma 0.5",
          Pooling.ALLOWED,
          "little: the hash is linear in ids and key up to one shift and 13 bits, so a few thousand"
              + " known marked tokens narrow the key down; the source suggests small keys (42)",
          "the source takes u as continuous and repeats are dropped only if its caller hands it a"
              + " set; its synthid p takes layers of neighbouring ids as independent, the weighted"
              + " one is a normal approximation, and no p falls below 1e-200");

  @Override
  public Facts facts() {
    return FACTS;
  }

  @Override
  public ForeignScheme scheme(StrictJson json) {
    String field = "watermark_type";
    String type = json.optionalText(field).orElse("gumbelmax");
    String base = json.optionalText("base_watermark").orElse("greenlist");
    if (type.equals("watermax")) {
      field = "base_watermark";
      type = base;
    }
    Mark mark = Mark.of(json.where() + "/" + field, type);
    int ngram = json.has("ngram") ? (int) json.integer("ngram", 1, TextSealHash.MOST_NGRAM) : 1;
    double gamma = json.has("gamma") ? json.number("gamma") : 0.5;
    int green = TextSealHash.greenLevels(gamma);
    if (green < 1 || green >= TextSealHash.LEVELS) {
      throw new BadInputException(
          json.where() + "/gamma",
          "must make 1..8190 of the 8191 levels green, but makes " + green);
    }
    int depth = json.has("depth") ? (int) json.integer("depth", 1, 128) : 30;
    Repeats repeats =
        Repeats.of(
            json.where() + "/scoring_method", json.optionalText("scoring_method").orElse("v2"));
    EMBEDDING_ONLY.forEach(json::ignore);
    json.end();
    return new TextSealScheme(mark, ngram, gamma, depth, repeats);
  }

  @Override
  public KeyedScheme keyed(ForeignScheme scheme, StrictJson root) {
    if (!(scheme instanceof TextSealScheme seal)) {
      throw new IllegalArgumentException("scheme must be of " + ID + ", not " + scheme.profile());
    }
    return new TextSealKey(seal, root.word("key"));
  }
}
