package ai.tidemark.service.llamacpp;

/**
 * What the start-up probe found.
 *
 * @param model alias of the served model, or its file's last name
 * @param slots requests the server works on at once
 * @param contextTokens most tokens of prompt and answer together in one slot
 * @param topN candidates it lists per position
 * @param wholeCharacterToken an id whose text is one whole character; a bias towards it makes the
 *     server report a position that it would otherwise hold back
 */
public record Capabilities(
    String model, int slots, int contextTokens, int topN, int wholeCharacterToken) {}
