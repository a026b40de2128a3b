package ai.tidemark.core.token;

/**
 * An entry of {@code added_tokens} in a tokenizer.json.
 *
 * @param special a control token, whose name in a text is text
 * @param normalized looked for after the normaliser, not before
 * @param stripsLeft takes white space before it along
 * @param stripsRight takes white space after it along
 * @param singleWord only between characters that are no letters or digits
 */
record AddedToken(
    int id,
    String content,
    boolean special,
    boolean normalized,
    boolean stripsLeft,
    boolean stripsRight,
    boolean singleWord) {}
