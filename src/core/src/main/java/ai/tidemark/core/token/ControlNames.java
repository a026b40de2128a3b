package ai.tidemark.core.token;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tokens that llama.cpp treats otherwise than their file says, because of how they are spelled
 * ({@code llama_vocab::impl::load}, as of 2026-11). Many files mark turn markers as user-defined;
 * taken literally, a marker typed into a text would end it. In Gemma 3 this concerns {@code </s>}.
 */
final class ControlNames {
  /** Ends of a generation or of a turn. */
  private static final List<String> ENDS =
      List.of(
          "<|eot_id|>",
          "<|im_end|>",
          "<|end|>",
          "<|return|>",
          "<|call|>",
          "<|flush|>",
          "<|calls|>",
          "<end_of_turn>",
          "<|endoftext|>",
          "</s>",
          "<|eom_id|>",
          "<EOT>",
          "_<EOT>",
          "[EOT]",
          "[EOS]",
          "<|end_of_text|>",
          "<end_of_utterance>",
          "<eos>",
          "<turn|>",
          "<|tool_response>",
          "<\uFF5Cend\u2581of\u2581sentence\uFF5C>",
          "[e~[");

  /** Fill-in-the-middle markers; a family counts only where the file names none of its own. */
  private static final List<Family> FAMILIES =
      List.of(
          new Family(
              List.of("fim_pre_token_id", "prefix_token_id"),
              List.of(
                  "<|fim_prefix|>",
                  "<fim-prefix>",
                  "<fim_prefix>",
                  "<\uFF5Cfim\u2581begin\uFF5C>",
                  "<PRE>",
                  "\u2581<PRE>",
                  "<|code_prefix|>",
                  "<|prefix|>")),
          new Family(
              List.of("fim_suf_token_id", "suffix_token_id"),
              List.of(
                  "<|fim_suffix|>",
                  "<fim-suffix>",
                  "<fim_suffix>",
                  "<\uFF5Cfim\u2581hole\uFF5C>",
                  "<SUF>",
                  "\u2581<SUF>",
                  "<|code_suffix|>",
                  "<|suffix|>")),
          new Family(
              List.of("fim_mid_token_id", "middle_token_id"),
              List.of(
                  "<|fim_middle|>",
                  "<fim-middle>",
                  "<fim_middle>",
                  "<\uFF5Cfim\u2581end\uFF5C>",
                  "<MID>",
                  "\u2581<MID>",
                  "<|code_middle|>",
                  "<|middle|>")),
          new Family(
              List.of("fim_pad_token_id"),
              List.of("<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>", "[PAD]")),
          new Family(
              List.of("fim_rep_token_id"),
              List.of("<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<REPO>", "<reponame>")),
          new Family(List.of("fim_sep_token_id"), List.of("<|file_sep|>")));

  /** Always shown by llama.cpp ("quick hack for gpt-oss"). */
  private static final List<String> SHOWN =
      List.of("<|channel|>", "<|message|>", "<|start|>", "<|constrain|>");

  private static final String PREFIX = "tokenizer.ggml.";

  private record Family(List<String> keys, List<String> names) {}

  private ControlNames() {}

  /** Returns whether a metadata key names a fill-in-the-middle marker. */
  static boolean isKey(String key) {
    return key.startsWith(PREFIX)
        && FAMILIES.stream().anyMatch(f -> f.keys().contains(key.substring(PREFIX.length())));
  }

  /** Changes the kinds of the tokens concerned. */
  static void apply(GgufMetadata file, TokenIndex index, byte[] kinds) {
    for (Family family : FAMILIES) {
      if (family.keys().stream().noneMatch(k -> file.hasWhole(PREFIX + k, kinds.length - 1))) {
        family.names().forEach(name -> set(index, kinds, name, TokenKind.CONTROL));
      }
    }
    ENDS.forEach(name -> set(index, kinds, name, TokenKind.CONTROL));
    SHOWN.forEach(name -> set(index, kinds, name, TokenKind.USER_DEFINED));
    boolean call = has(index, "<|call|>") || has(index, "<|calls|>");
    if (call && (has(index, "<|return|>") || has(index, "<|flush|>"))) {
      set(index, kinds, "<|end|>", TokenKind.USER_DEFINED);
    }
    if (has(index, "<|tool_response>")) {
      set(index, kinds, "</s>", TokenKind.NORMAL);
    }
  }

  private static boolean has(TokenIndex index, String name) {
    return find(index, name) >= 0;
  }

  private static void set(TokenIndex index, byte[] kinds, String name, TokenKind kind) {
    int id = find(index, name);
    if (id >= 0) {
      kinds[id] = (byte) kind.code();
    }
  }

  private static int find(TokenIndex index, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return index.find(bytes, 0, bytes.length);
  }
}
