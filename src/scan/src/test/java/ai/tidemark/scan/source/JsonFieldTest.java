package ai.tidemark.scan.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The field reader against Jackson's tree, which is what it must agree with. */
final class JsonFieldTest {
  private static final ObjectReader JACKSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private static final List<JsonPointer> POINTERS =
      List.of(
          JsonPointer.compile("/text"),
          JsonPointer.compile("/a/text"),
          JsonPointer.compile("/a/0/text"),
          JsonPointer.compile("/a/1"),
          JsonPointer.compile(""),
          JsonPointer.compile("/"),
          JsonPointer.compile("/ü~1~0/😀"));

  private final List<JsonField> fields = POINTERS.stream().map(JsonField::new).toList();
  private int accepted;

  private static String jackson(byte[] record, JsonPointer pointer) {
    if (!Utf8.isWellFormed(record, 0, record.length)) {
      return "broken";
    }
    JsonNode node;
    try {
      node = JACKSON.readTree(new String(record, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      return "broken";
    }
    if (node.isMissingNode()) {
      return "broken"; // nothing but white space
    }
    node = node.at(pointer);
    if (node.isMissingNode()) {
      return "nothing";
    }
    if (!node.isTextual()) {
      return "no string";
    }
    String text = node.textValue();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return new String(utf8, StandardCharsets.UTF_8).equals(text) ? "text " + text : "half pair";
  }

  private static String own(byte[] record, int margin, JsonField field) {
    byte[] array = new byte[record.length + 2 * margin + 1];
    Arrays.fill(array, (byte) '"');
    System.arraycopy(record, 0, array, margin, record.length);
    array[margin + record.length] = '\n';
    JsonField.Found found = field.read(array, margin, array.length);
    if (found != JsonField.Found.BROKEN) {
      assertThat(field.at()).isEqualTo(margin + record.length);
    }
    return switch (found) {
      case TEXT -> "text " + field.text().utf8();
      case HALF_PAIR -> "half pair";
      case NO_STRING -> "no string";
      case NOTHING -> "nothing";
      case BROKEN -> "broken";
    };
  }

  private void check(byte[] record, int margin) {
    for (int p = 0; p < POINTERS.size(); p++) {
      String expected = jackson(record, POINTERS.get(p));
      String seen = own(record, margin, fields.get(p));
      if (!seen.equals(expected)) {
        String said = new String(record, StandardCharsets.UTF_8);
        assertThat(seen).as(POINTERS.get(p) + " in " + said).isEqualTo(expected);
      }
      accepted += expected.equals("broken") ? 0 : 1;
    }
  }

  private void check(String record) {
    check(record.getBytes(StandardCharsets.UTF_8), 0);
    check(record.getBytes(StandardCharsets.UTF_8), 9);
  }

  @Test
  void chosenRecords() {
    List<String> records = new ArrayList<>();
    for (String number :
        List.of(
            "0",
            "-0",
            "01",
            "-01",
            "-",
            "1.",
            "1.e5",
            ".5",
            "+1",
            "1e",
            "1e+",
            "1E-7",
            "00",
            "1e999999999",
            "-1.25e-3",
            "0x1",
            "1_0",
            "NaN",
            "Infinity",
            "-Infinity",
            "1f",
            "0e0",
            "123456789012345678901234567890",
            "1.0000000000000000000000000000001",
            "--1",
            "1-",
            "1.2.3",
            "2e5.5",
            "true",
            "truex",
            "tru",
            "false",
            "null",
            "nul",
            "nullnull",
            "1 2",
            "1,2",
            "'a'")) {
      records.add(number);
      records.add("{\"text\":" + number + "}");
      records.add("[" + number + "]");
      records.add("{\"a\":[" + number + ",\"x\"]}");
    }
    // Where exactly a number is too long depends in Jackson on where it stands, by up to two
    // digits.
    for (int digits : new int[] {990, 1010}) {
      for (String number :
          List.of(
              "7".repeat(digits),
              "0." + "7".repeat(digits),
              "7".repeat(digits) + ".5",
              "7".repeat(digits) + "e5",
              "1e" + "0".repeat(digits),
              "1e+" + "0".repeat(digits),
              "1.5e-" + "0".repeat(digits))) {
        records.addAll(
            List.of(number, "-" + number, "[" + number + "]", "{\"a\":-" + number + "}"));
      }
    }
    for (int digits : new int[] {1000, 1001}) {
      records.add("[" + "7".repeat(digits) + "]");
      records.add("[-" + "7".repeat(digits) + "]");
    }
    for (int digits : new int[] {999, 1000, 1001}) {
      records.add("[".repeat(digits) + "]".repeat(digits));
      records.add("{\"a\":".repeat(digits) + "1" + "}".repeat(digits));
    }
    for (int length : new int[] {49_999, 50_000, 50_001}) {
      records.add("{\"" + "n".repeat(length) + "\":1}");
      records.add("{\"" + "é".repeat(length) + "\":1}");
      records.add("{\"" + "😀".repeat(length / 2) + "\":1}");
      records.add("{\"" + "\\u0041".repeat(length) + "\":1}");
    }
    records.addAll(
        List.of(
            "",
            " ",
            "{}",
            "[]",
            "{",
            "}",
            "[",
            "]",
            "[,]",
            "[1,]",
            "[,1]",
            "{,}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{\"a\" : 1 , \"text\" :\t\"x\" }\r",
            "{a:1}",
            "{\"text\":\"x\"} ",
            "{\"text\":\"x\"}}",
            "{\"text\":\"x\"} 1",
            "{\"text\":\"x\"}//c",
            "/*c*/{}",
            "#c",
            "\uFEFF{}",
            "{}\uFEFF",
            "\u00A0{}",
            "\u0000",
            "{}\u0000",
            "\f{}",
            "{\"text\":\"\u0001\"}",
            "{\"text\":\"\u007f\"}",
            "{\"text\":\"\t\"}",
            "{\"text\":\"a\\",
            "{\"text\":\"a\\u12\"}",
            "{\"text\":\"\\u00e9\\u00E9\"}",
            "{\"text\":\"\\ud83d\\ude00\"}",
            "{\"text\":\"\\ud83d\"}",
            "{\"text\":\"\\ude00\\ud83d\"}",
            "{\"text\":\"\\ud83d\\u0041\"}",
            "{\"text\":\"\\ud83d\\ud83d\\ude00\"}",
            "{\"text\":\"\\ud83dx\\ude00\"}",
            "{\"text\":\"\\x\"}",
            "{\"text\":\"\\'\"}",
            "{\"text\":\"\\/\\b\\f\\n\\r\\t\\\"\\\\\"}",
            "{\"te\\u0078t\":\"x\"}",
            "{\"text\":\"a\",\"text\":\"b\"}",
            "{\"text\":\"a\",\"text\":1}",
            "{\"text\":1,\"text\":\"b\"}",
            "{\"a\":{\"text\":\"x\"},\"a\":{}}",
            "{\"a\":{},\"a\":{\"text\":\"x\"}}",
            "{\"a\":{\"text\":\"x\"},\"a\":\"s\"}",
            "{\"a\":{\"text\":\"x\",\"text\":\"\\u0079\"},\"te\\u0078t\":\"z\"}",
            "{\"a\":[\"p\",\"q\"]}",
            "{\"a\":[{\"text\":\"p\"},\"q\"]}",
            "{\"a\":{\"1\":\"as a name\",\"0\":{\"text\":\"t\"}}}",
            "{\"a\":{\"text\":\"\\u0061bc\"},\"b\\u0041\":\"d\\u0065f\"}",
            "{\"\":\"empty name\"}",
            "{\"ü/~\":{\"😀\":\"found\"}}",
            "{\"\\u00fc/~\":{\"\\ud83d\\ude00\":\"found\"}}",
            "\"text\"",
            "\"text\"x",
            "\"\\ud800\"",
            "{\"\\ud800\":1}",
            "[\"\\ud800\"]",
            "{\"text\":null}",
            "{\"text\":[\"x\"]}",
            "{\"text\":{\"text\":\"x\"}}",
            "\u2028",
            "\u000b",
            "\u001c",
            "{\"text\":\"\u2028\"}",
            "{\"text\":\"" + "\\n".repeat(1000) + "\"}"));
    records.forEach(this::check);
    assertThat(accepted).isGreaterThan(1000);
  }

  @Test
  void mutatedRecords() {
    SplittableRandom random = new SplittableRandom(6);
    for (int round = 0; round < 25_000; round++) {
      byte[] record = value(random, 0).getBytes(StandardCharsets.UTF_8);
      if (round % 3 > 0 && record.length > 0) {
        mutate(record, random, 1 + random.nextInt(round % 3));
      }
      check(record, random.nextInt(20));
    }
    assertThat(accepted).isBetween(60_000, 170_000);
  }

  private static final String ALPHABET = "{}[]:,\"\\\\\"\"0123456789.eE+-tfnulrasex \t\r/~\u0001";

  private static void mutate(byte[] record, SplittableRandom random, int times) {
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(record.length);
      record[at] =
          random.nextInt(4) == 0
              ? (byte) random.nextInt(256)
              : (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      if (record[at] == '\n') {
        record[at] = ' ';
      }
    }
  }

  private static String value(SplittableRandom random, int depth) {
    int kind = random.nextInt(depth > 4 ? 5 : 9);
    return switch (kind) {
      case 0 -> List.of("true", "false", "null").get(random.nextInt(3));
      case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
      case 2 ->
          Double.toString(Double.longBitsToDouble(random.nextLong())).replace("Infinity", "1");
      case 3, 4 -> string(random);
      case 5, 6 -> {
        StringBuilder array = new StringBuilder("[");
        int n = random.nextInt(4);
        for (int i = 0; i < n; i++) {
          array.append(i > 0 ? "," : "").append(space(random)).append(value(random, depth + 1));
        }
        yield array.append(space(random)).append("]").toString();
      }
      default -> {
        StringBuilder object = new StringBuilder("{");
        int n = random.nextInt(5);
        for (int i = 0; i < n; i++) {
          object.append(i > 0 ? "," : "").append(space(random)).append(name(random));
          object.append(space(random)).append(":").append(space(random));
          object.append(value(random, depth + 1)).append(space(random));
        }
        yield object.append("}").toString();
      }
    };
  }

  private static String space(SplittableRandom random) {
    return random.nextInt(4) == 0 ? " \t\r".substring(random.nextInt(3)) : "";
  }

  private static String name(SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> "\"text\"";
      case 1 -> "\"a\"";
      case 2 -> "\"\\u0074e\\u0078t\"";
      case 3 -> "\"" + random.nextInt(3) + "\"";
      default -> string(random);
    };
  }

  private static String string(SplittableRandom random) {
    StringBuilder text = new StringBuilder("\"");
    int length = random.nextInt(40);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(random.nextBoolean() ? 12 : 200)) {
        case 0 -> text.append("\\n");
        case 1 -> text.append("\\\"");
        case 2 -> text.append(String.format("\\u%04X", random.nextInt(0x10000)));
        case 3 -> text.append("\\ud83d\\ude0").append(random.nextInt(10));
        case 4 -> text.appendCodePoint(0x80 + random.nextInt(0xD000));
        case 5 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.append("\"").toString();
  }

  /** The JDK's strict decoder says what UTF-8 is. */
  @Test
  void utf8IsWhatTheDecoderTakes() {
    Random random = new Random(3);
    int good = 0;
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[random.nextInt(14)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            (byte) (random.nextInt(3) == 0 ? random.nextInt(128) : 0x80 + random.nextInt(0x80));
      }
      if (round % 2 == 0) {
        int[] points = new int[3];
        Arrays.setAll(points, _ -> 0x7f + random.nextInt(0x800 << random.nextInt(10)));
        StringBuilder text = new StringBuilder("abcdefgh".substring(random.nextInt(8)));
        Arrays.stream(points).filter(p -> p <= 0x10FFFF).forEach(text::appendCodePoint);
        bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        bytes[random.nextInt(bytes.length)] ^=
            (byte) (random.nextBoolean() ? 0 : 1 << random.nextInt(8));
      }
      byte[] again = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
      boolean expected = Arrays.equals(bytes, again);
      good += expected ? 1 : 0;
      assertThat(Utf8.isWellFormed(bytes, 0, bytes.length))
          .as(Arrays.toString(bytes))
          .isEqualTo(expected);
    }
    assertThat(good).isGreaterThan(50_000);
  }
}
