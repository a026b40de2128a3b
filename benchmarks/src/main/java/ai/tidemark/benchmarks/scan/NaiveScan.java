package ai.tidemark.benchmarks.scan;

import ai.tidemark.core.gumbel.Block;
import ai.tidemark.core.gumbel.Score;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The corpus scan as a good programmer writes it on the first day: Jackson reads a record, jtokkit
 * tokenises it, one AES call draws the coin of a position, a presized set of 64-bit hashes says
 * whether its tuple is new, and each key draws on a new tuple with one AES call and scores it with
 * {@link StrictMath#log}. It knows its keys beforehand and keeps only the tuple that the coin
 * chose, and it does nothing else: no evidence of documents, no decoys, no second text form, no
 * report.
 */
final class NaiveScan {
  private static final double DOUBT = 0x1p-14; // as in Score: nearer to an integer, integers decide

  private final Contexts.Coined contexts = Contexts.Coined.DEFAULT;
  private final Encoding encoding =
      Encodings.newDefaultEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
  private final Cipher coin;
  private final List<Cipher> fleet = new ArrayList<>();
  private final List<Cipher> tenants = new ArrayList<>();
  private final ByteBuffer block = ByteBuffer.allocate(16);
  private final long[] sums;
  private long fleetTuples;
  private long tenantTuples;
  private long tokens;

  /**
   * A scan for one era.
   *
   * @param fleetKey 16 bytes
   * @param tenantKeys 16 bytes each
   */
  NaiveScan(byte[] fleetKey, List<byte[]> tenantKeys) throws GeneralSecurityException {
    fleet.add(cipher(fleetKey));
    for (byte[] key : tenantKeys) {
      tenants.add(cipher(key));
    }
    byte[] derivation = new byte[16];
    derivation[0] = (byte) (Block.DERIVATION << 6);
    coin = cipher(cipher(fleetKey).update(derivation));
    sums = new long[1 + tenantKeys.size()];
  }

  private static Cipher cipher(byte[] key) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    return cipher;
  }

  /**
   * Scans a file of records with the text in {@code text}.
   *
   * @param expected tuples to make room for
   */
  void scan(Path jsonl, int expected) throws IOException {
    LongOpenHashSet seen = new LongOpenHashSet(expected);
    try (InputStream in = Files.newInputStream(jsonl);
        JsonParser parser = new JsonFactory().createParser(in)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING && "text".equals(parser.currentName())) {
          document(encoding.encodeOrdinary(parser.getText()).toArray(), seen);
        }
      }
    }
  }

  private void document(int[] ids, LongOpenHashSet seen) {
    tokens += ids.length;
    for (int i = contexts.wide(); i < ids.length; i++) {
      long low = Block.lo(ids, i, contexts.wide());
      long word = draw(coin, Block.COIN_HI, Block.coinLo(low));
      long high;
      if (word >>> 32 < contexts.narrowShare()) {
        high = Block.hi(Block.NARROW, ids, i, contexts.narrow());
        low = Block.lo(ids, i, contexts.narrow());
      } else {
        high = Block.hi(Block.WIDE, ids, i, contexts.wide());
      }
      if (seen.add(TupleSet.mix(high, low))) {
        if ((word & 0xFFFF_FFFFL) < contexts.fleetShare()) {
          fleetTuples++;
          score(fleet, 0, high, low);
        } else {
          tenantTuples++;
          score(tenants, 1, high, low);
        }
      }
    }
  }

  private void score(List<Cipher> keys, int first, long high, long low) {
    for (int k = 0; k < keys.size(); k++) {
      sums[first + k] = Math.addExact(sums[first + k], score(draw(keys.get(k), high, low)));
    }
  }

  private long draw(Cipher cipher, long high, long low) {
    block.putLong(0, high).putLong(8, low);
    return ByteBuffer.wrap(cipher.update(block.array())).getLong();
  }

  /** Returns the score of a word by {@link StrictMath#log}. */
  static long score(long word) {
    long rest = ~word;
    double v = ((rest >>> 32) * 0x1p32 + ((rest & 0xFFFF_FFFFL) + 0.5)) * 0x1p-64;
    double scaled = -StrictMath.log(v) * 0x1p32;
    double floor = Math.floor(scaled);
    double above = scaled - floor;
    return above >= DOUBT && above <= 1 - DOUBT ? (long) floor : Score.of(word);
  }

  /** Returns how many token ids were read. */
  long tokens() {
    return tokens;
  }

  /** Returns n of a key: 0 the fleet's, from 1 the tenants'. */
  long n(int key) {
    return key == 0 ? fleetTuples : tenantTuples;
  }

  /** Returns S of a key, in units of the score. */
  long sum(int key) {
    return sums[key];
  }
}
