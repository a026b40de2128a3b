package ai.tidemark.service.openai;

/** The two ways of asking for an answer. */
public enum Endpoint {
  /** A conversation. */
  CHAT("/v1/chat/completions", "chat", "chatcmpl-", "chat.completion", "chat.completion.chunk"),
  /** A text to continue. */
  COMPLETIONS("/v1/completions", "completions", "cmpl-", "text_completion", "text_completion");

  private final String path;
  private final String wire;
  private final String idPrefix;
  private final String object;
  private final String chunkObject;

  Endpoint(String path, String wire, String idPrefix, String object, String chunkObject) {
    this.path = path;
    this.wire = wire;
    this.idPrefix = idPrefix;
    this.object = object;
    this.chunkObject = chunkObject;
  }

  /** Returns the path, here and at the engine. */
  public String path() {
    return path;
  }

  /** Returns the name in records. */
  public String wire() {
    return wire;
  }

  /** Returns what an answer's {@code id} starts with. */
  String idPrefix() {
    return idPrefix;
  }

  /** Returns the field {@code object} of a whole answer. */
  String object() {
    return object;
  }

  /** Returns the field {@code object} of one chunk of a streamed answer. */
  String chunkObject() {
    return chunkObject;
  }
}
