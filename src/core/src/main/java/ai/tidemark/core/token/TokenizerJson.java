package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A tokenizer.json of Hugging Face's tokenizers with a BPE model, read strictly: nothing in it is
 * interpreted here beyond its form. {@code truncation}, {@code padding}, {@code post_processor} and
 * {@code decoder} do not concern the ids of a whole text and are passed over.
 */
final class TokenizerJson {
  /** Larger files are refused. */
  static final int MOST_BYTES = 64 << 20;

  private static final int MOST_NESTED = 32;
  private static final int MOST_TOKEN_CHARS = 1 << 12;
  private static final int MOST_MERGES = 1 << 21;
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(MOST_NESTED)
                      .maxStringLength(1 << 16)
                      .maxNameLength(MOST_TOKEN_CHARS)
                      .maxNumberLength(32)
                      .build())
              .build());

  private final String where;
  private final ObjectNode parts = JsonNodeFactory.instance.objectNode();
  private final ObjectNode settings = JsonNodeFactory.instance.objectNode();
  private final List<String> seen = new ArrayList<>();
  private List<String> vocabulary = new ArrayList<>(); // token, in the file's order
  private int[] vocabularyIds = new int[1 << 16];
  private final List<String> mergeParts = new ArrayList<>(); // left, right, left, ...

  private ByteTable tokens = new ByteTable.Builder(0).build();
  private boolean[] assigned = new boolean[0];
  private int[] merges = new int[0];
  private List<AddedToken> added = List.of();

  private TokenizerJson(String where) {
    this.where = where;
  }

  /**
   * Reads a tokenizer.json.
   *
   * @param where names the file in messages
   * @throws BadInputException with the JSON pointer of what is wrong
   */
  static TokenizerJson read(String where, byte[] json) {
    TokenizerJson file = new TokenizerJson(where);
    try (JsonParser parser = MAPPER.createParser(json)) {
      file.root(parser);
      if (parser.nextToken() != null) {
        throw file.bad("", "has something after its end");
      }
    } catch (StreamConstraintsException e) {
      throw new BadInputException(where, "is nested too deeply or has a name or text too long", e);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new BadInputException(
          at == null ? where : where + ":" + at.getLineNr() + ":" + at.getColumnNr(),
          "is not valid JSON");
    } catch (IOException e) {
      throw new BadInputException(where, "cannot be read", e);
    }
    file.finish();
    return file;
  }

  /** Returns the file's name, for messages. */
  String where() {
    return where;
  }

  /** Returns the normaliser, if there is one. */
  Optional<StrictJson> normalizer() {
    return part("normalizer");
  }

  /** Returns the pre-tokeniser, if there is one. */
  Optional<StrictJson> preTokenizer() {
    return part("pre_tokenizer");
  }

  /** Returns the fields of {@code model} except {@code vocab} and {@code merges}. */
  StrictJson settings() {
    return StrictJson.of(where + "#/model", settings);
  }

  /** Returns the model's tokens by id, as UTF-8 of what the file says; unassigned ids are empty. */
  ByteTable tokens() {
    return tokens;
  }

  /** Returns whether the model has a token of this id, below the size of {@link #tokens}. */
  boolean isAssigned(int id) {
    return assigned[id];
  }

  /** Returns left id, right id and the id of both together, for each merge in order. */
  int[] merges() {
    return merges;
  }

  /** Returns the added tokens by ascending id. */
  List<AddedToken> added() {
    return added;
  }

  private Optional<StrictJson> part(String name) {
    JsonNode node = parts.path(name);
    return node.isMissingNode() || node.isNull()
        ? Optional.empty()
        : Optional.of(StrictJson.of(where + "#/" + name, node));
  }

  private void root(JsonParser parser) throws IOException {
    require(parser.nextToken() == JsonToken.START_OBJECT, "", "must be an object");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      once("/" + name);
      JsonToken value = parser.nextToken();
      switch (name) {
        case "version" ->
            require(
                value == JsonToken.VALUE_STRING && parser.getText().equals("1.0"),
                "/version",
                "must be \"1.0\"");
        case "model" -> model(parser);
        case "normalizer", "pre_tokenizer", "added_tokens" -> parts.set(name, tree(parser));
        case "truncation", "padding", "post_processor", "decoder" -> parser.skipChildren();
        default -> throw bad("/" + name, "is not a known field");
      }
    }
  }

  private void model(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_OBJECT, "/model", "must be an object");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      once("/model/" + name);
      parser.nextToken();
      switch (name) {
        case "vocab" -> vocabulary(parser);
        case "merges" -> merges(parser);
        default -> settings.set(name, tree(parser));
      }
    }
  }

  private void vocabulary(JsonParser parser) throws IOException {
    require(
        parser.currentToken() == JsonToken.START_OBJECT,
        "/model/vocab",
        "must be an object from token to id, as of a BPE model");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String token = parser.currentName();
      int n = vocabulary.size();
      boolean number = parser.nextToken() == JsonToken.VALUE_NUMBER_INT;
      long id = number ? parser.getValueAsLong(-1) : -1;
      require(
          number && id >= 0 && id < BytePairs.LIMIT,
          "/model/vocab",
          "entry " + (n + 1) + " must have an id in 0.." + (BytePairs.LIMIT - 1));
      require(!token.isEmpty(), "/model/vocab", "entry " + (n + 1) + " is an empty token");
      if (n == vocabularyIds.length) {
        vocabularyIds = Arrays.copyOf(vocabularyIds, 2 * n);
      }
      vocabularyIds[n] = (int) id;
      vocabulary.add(token);
    }
  }

  private void merges(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_ARRAY, "/model/merges", "must be an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int n = mergeParts.size() / 2;
      require(n < MOST_MERGES, "/model/merges", "has more than " + MOST_MERGES + " entries");
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        String both = parser.getText();
        int space = both.indexOf(' ');
        require(
            space > 0 && space < both.length() - 1 && both.indexOf(' ', space + 1) < 0,
            "/model/merges/" + n,
            "must be two tokens with one space between");
        mergeParts.add(both.substring(0, space));
        mergeParts.add(both.substring(space + 1));
      } else {
        boolean two = parser.currentToken() == JsonToken.START_ARRAY;
        for (int i = 0; i < 2 && two; i++) {
          two = parser.nextToken() == JsonToken.VALUE_STRING;
          mergeParts.add(two ? parser.getText() : "");
        }
        require(
            two && parser.nextToken() == JsonToken.END_ARRAY,
            "/model/merges/" + n,
            "must be two tokens");
      }
    }
  }

  private void finish() {
    require(seen.contains("/model/vocab"), "/model/vocab", "is missing");
    require(seen.contains("/model/merges"), "/model/merges", "is missing");
    TokenIndex index = index();
    merges = new int[3 * (mergeParts.size() / 2)];
    for (int i = 0; i < mergeParts.size(); i += 2) {
      String at = "/model/merges/" + i / 2;
      String left = mergeParts.get(i);
      String right = mergeParts.get(i + 1);
      merges[i / 2 * 3] = known(index, at, left);
      merges[i / 2 * 3 + 1] = known(index, at, right);
      merges[i / 2 * 3 + 2] = known(index, at, left + right);
    }
    mergeParts.clear();
    added = added(index);
  }

  private TokenIndex index() {
    int n = vocabulary.size();
    int size = Arrays.stream(vocabularyIds, 0, n).max().orElse(-1) + 1;
    require(size <= 2 * n + 1024, "/model/vocab", "leaves more ids unassigned than it assigns");
    int[] entry = new int[size];
    Arrays.fill(entry, -1);
    assigned = new boolean[size];
    for (int i = 0; i < n; i++) {
      int id = vocabularyIds[i];
      require(entry[id] < 0, "/model/vocab", "has two tokens of id " + id);
      entry[id] = i;
      assigned[id] = true;
    }
    ByteTable.Builder table = new ByteTable.Builder(size);
    for (int id = 0; id < size; id++) {
      String token = entry[id] < 0 ? "" : vocabulary.get(entry[id]);
      table.add(utf8("/model/vocab", token));
    }
    vocabulary = List.of();
    tokens = table.build();
    TokenIndex index = new TokenIndex(tokens);
    for (int id = 0; id < size; id++) {
      int other = assigned[id] ? index.add(id) : -1;
      require(other < 0, "/model/vocab", "gives one token the ids " + other + " and " + id);
    }
    return index;
  }

  private int known(TokenIndex index, String at, String token) {
    byte[] bytes = utf8(at, token);
    int id = index.find(bytes, 0, bytes.length);
    require(id >= 0, at, "names or makes a token that is not in the vocabulary");
    return id;
  }

  private List<AddedToken> added(TokenIndex index) {
    List<AddedToken> list = new ArrayList<>();
    JsonNode node = parts.path("added_tokens");
    if (node.isMissingNode() || node.isNull()) {
      return list;
    }
    require(node instanceof ArrayNode, "/added_tokens", "must be an array");
    for (int i = 0; i < node.size(); i++) {
      String at = "/added_tokens/" + i;
      AddedToken token = addedToken(StrictJson.of(where + "#" + at, node.get(i)));
      byte[] bytes = utf8(at, token.content());
      int known = index.find(bytes, 0, bytes.length);
      boolean free = token.id() >= assigned.length || !assigned[token.id()];
      require(
          known == token.id() || (known < 0 && free),
          at,
          "has another id than the same token, or the id of another token, in the vocabulary");
      list.add(token);
    }
    list.sort(Comparator.comparingInt(AddedToken::id));
    for (int i = 1; i < list.size(); i++) {
      require(
          list.get(i).id() != list.get(i - 1).id(),
          "/added_tokens",
          "has two tokens of id " + list.get(i).id());
    }
    return List.copyOf(list);
  }

  private AddedToken addedToken(StrictJson node) {
    AddedToken token =
        new AddedToken(
            (int) node.integer("id", 0, BytePairs.LIMIT - 1),
            node.text("content"),
            node.flag("special"),
            node.flag("normalized"),
            node.flag("lstrip"),
            node.flag("rstrip"),
            node.flag("single_word"));
    node.end();
    if (token.content().isEmpty()) {
      throw new BadInputException(node.where() + "/content", "must not be empty");
    }
    return token;
  }

  private byte[] utf8(String pointer, String text) {
    require(WellFormed.text(text).equals(text), pointer, "holds half a surrogate pair in a token");
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode tree(JsonParser parser) throws IOException {
    return MAPPER.readTree(parser);
  }

  private void once(String pointer) {
    require(!seen.contains(pointer), pointer, "is there twice");
    seen.add(pointer);
    require(seen.size() < 64, pointer, "is one field too many");
  }

  private void require(boolean condition, String pointer, String problem) {
    if (!condition) {
      throw bad(pointer, problem);
    }
  }

  private BadInputException bad(String pointer, String problem) {
    return new BadInputException(where + "#" + pointer, problem);
  }
}
