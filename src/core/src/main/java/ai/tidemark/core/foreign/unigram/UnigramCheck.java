package ai.tidemark.core.foreign.unigram;

import ai.tidemark.core.check.CaseCheck;
import ai.tidemark.core.check.Comparison;
import ai.tidemark.core.check.ProfileCheck;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.seeded.GreenShare;
import ai.tidemark.core.json.StrictJson;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Known answers of Unigram. */
public final class UnigramCheck implements ProfileCheck {
  @Override
  public String profile() {
    return UnigramProfile.ID;
  }

  @Override
  public Map<String, CaseCheck> kinds() {
    return Map.of("mask", (_, one) -> mask(one), "document", (_, one) -> document(one));
  }

  private static UnigramKey key(StrictJson one) {
    return new UnigramScheme(GreenShare.read(one, "gamma")).keyed(one.word("hash_key"));
  }

  private static Optional<String> mask(StrictJson one) {
    boolean[] list = key(one).list();
    byte[] bytes = new byte[list.length];
    byte[] packed = new byte[(list.length + 7) / 8];
    int green = 0;
    for (int i = 0; i < list.length; i++) {
      if (list[i]) {
        green++;
        bytes[i] = 1;
        packed[i / 8] |= (byte) (0x80 >>> (i % 8));
      }
    }
    return new Comparison()
        .same(
            "numpy_seed",
            Integer.toUnsignedLong(UnigramKey.seed(one.word("hash_key"))),
            one.integer("numpy_seed", 0, 0xFFFFFFFFL))
        .same("green", green, one.integer("green", 0, Integer.MAX_VALUE))
        .same("mask_sha256_bytes01", Comparison.sha256(bytes), one.text("mask_sha256_bytes01"))
        .same(
            "mask_packbits_msb_first_base64",
            Base64.getEncoder().encodeToString(packed),
            one.text("mask_packbits_msb_first_base64"))
        .result();
  }

  private static Optional<String> document(StrictJson one) {
    UnigramKey key = key(one);
    int[] ids = one.ids("tokens");
    OriginalFinding found = key.asOriginal(key.originals().getFirst(), ids, ids.length);
    StringBuilder flags = new StringBuilder();
    key.scheme().forEach(ids, ids.length, (_, words, at) -> flags.append(key.score(words, at)));
    double z = found.z().orElseThrow();
    one.ignore("name");
    return new Comparison()
        .same("num_scored", found.scored(), one.integer("num_scored", 0, 1L << 40))
        .same("num_green", (long) found.score(), one.integer("num_green", 0, 1L << 40))
        .same("green_by_position", flags.toString(), one.bits("green_by_position"))
        .close("z_score", z, one.number("z_score"), 1e-12, 1e-14)
        .same("is_watermarked_z_gt_4", z > 4, one.flag("is_watermarked_z_gt_4"))
        .result();
  }
}
