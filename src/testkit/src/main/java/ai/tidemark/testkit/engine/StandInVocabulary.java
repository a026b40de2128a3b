package ai.tidemark.testkit.engine;

import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Four control tokens, the 256 bytes, some words, and pieces that end inside a character. Text is
 * read as the longest word at each place, else byte by byte.
 */
public final class StandInVocabulary implements Tokenizer {
  /** Padding: a control token that ends nothing. */
  public static final int PAD = 0;

  /** End of sequence. */
  public static final int EOS = 1;

  /** Begin of sequence, put before prompts. */
  public static final int BOS = 2;

  /** End of turn: ends generation as EOS does. */
  public static final int EOT = 3;

  private static final int FIRST_BYTE = 4;
  private static final int FIRST_WORD = FIRST_BYTE + 256;
  private static final List<String> CONTROLS = List.of("<pad>", "<eos>", "<bos>", "<end_of_turn>");

  private static final List<String> WORDS =
      List.of(
          "a",
          "e",
          "s",
          " ",
          ".",
          ",",
          "\n",
          "the",
          " the",
          " tide",
          " sea",
          " sand",
          " moon",
          " comes",
          " goes",
          " rises",
          " falls",
          " and",
          " over",
          " under",
          " with",
          " quiet",
          " grey",
          " salt",
          "ing",
          "ed",
          "ly",
          "er",
          " STOP",
          " ST",
          "OP",
          " END",
          "END",
          "é",
          "潮",
          "user",
          "assistant",
          ": ");

  /** Pieces that end inside a character: a space and two bytes of U+6F6E, two of U+1F30A. */
  private static final List<String> PARTIAL = List.of("20e6bd", "f09f");

  private final byte[][] pieces;

  /** The one vocabulary there is. */
  public StandInVocabulary() {
    pieces = new byte[FIRST_WORD + WORDS.size() + PARTIAL.size()][];
    Arrays.fill(pieces, 0, FIRST_BYTE, new byte[0]);
    for (int b = 0; b < 256; b++) {
      pieces[FIRST_BYTE + b] = new byte[] {(byte) b};
    }
    int id = FIRST_WORD;
    for (String word : WORDS) {
      pieces[id++] = word.getBytes(StandardCharsets.UTF_8);
    }
    for (String hex : PARTIAL) {
      pieces[id++] = HexFormat.of().parseHex(hex);
    }
  }

  /** Returns the id of one byte. */
  public static int ofByte(int value) {
    return FIRST_BYTE + (value & 0xFF);
  }

  /** Returns the id of a word. */
  public static int ofWord(String word) {
    int index = WORDS.indexOf(word);
    if (index < 0) {
      throw new IllegalArgumentException("not a word of the vocabulary: " + word);
    }
    return FIRST_WORD + index;
  }

  /** Returns whether an id is a word or an unfinished piece. */
  static boolean isWord(int id) {
    return id >= FIRST_WORD;
  }

  /** Returns whether an id is a piece that ends inside a character. */
  static boolean isPartial(int id) {
    return id >= FIRST_WORD + WORDS.size();
  }

  /** Returns whether an id ends generation. */
  static boolean ends(int id) {
    return id == EOS || id == EOT;
  }

  /** Returns what a control token is written as. */
  static String controlName(int id) {
    return CONTROLS.get(id);
  }

  @Override
  public String name() {
    return "stand-in";
  }

  @Override
  public String fingerprint() {
    return "sha256:" + "5".repeat(64);
  }

  @Override
  public int vocabularySize() {
    return pieces.length;
  }

  @Override
  public void encode(String text, TokenBuffer out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int at = 0;
    while (at < bytes.length) {
      int id = longest(bytes, at);
      out.add(id);
      at += pieces[id].length;
    }
  }

  /** As llama.cpp with {@code parse_special}: control tokens written out are control tokens. */
  void encodeSpecial(String text, TokenBuffer out) {
    int from = 0;
    for (int at = 0; at < text.length(); at++) {
      for (int id = 0; id < CONTROLS.size(); id++) {
        if (text.startsWith(CONTROLS.get(id), at)) {
          encode(text.substring(from, at), out);
          out.add(id);
          from = at + CONTROLS.get(id).length();
        }
      }
    }
    encode(text.substring(from), out);
  }

  private int longest(byte[] bytes, int at) {
    int best = ofByte(bytes[at]);
    for (int id = FIRST_WORD; id < FIRST_WORD + WORDS.size(); id++) {
      byte[] piece = pieces[id];
      if (piece.length > pieces[best].length - (isWord(best) ? 0 : 1)
          && at + piece.length <= bytes.length
          && Arrays.equals(bytes, at, at + piece.length, piece, 0, piece.length)) {
        best = id;
      }
    }
    return best;
  }

  @Override
  public byte[] bytes(int id) {
    return pieces[id].clone();
  }

  @Override
  public boolean isControl(int id) {
    return id < FIRST_BYTE;
  }

  /** Returns the text of some ids, control tokens left out. */
  public String text(int... ids) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int id : ids) {
      out.writeBytes(pieces[id]);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
