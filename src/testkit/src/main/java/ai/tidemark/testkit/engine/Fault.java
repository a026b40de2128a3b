package ai.tidemark.testkit.engine;

/**
 * What a stand-in does wrong with one request.
 *
 * @param kind what
 * @param after events of a stream that still go out well, at least 0
 */
public record Fault(Kind kind, int after) {
  /** Kinds of faults. */
  public enum Kind {
    /** Status 503 with llama.cpp's error shape, no stream. */
    LOADING,
    /** Status 400 with llama.cpp's error shape, no stream. */
    BAD_REQUEST,
    /** Status 500 with a body that is not JSON. */
    PLAIN_500,
    /** Nothing at all, not even a status, until the client leaves or the engine closes. */
    SILENT,
    /** Nothing more but keep-alive comments, until the client leaves or the engine closes. */
    HANG,
    /** The body ends as if it were complete, before the last event. */
    END,
    /** The connection is dropped between two events. */
    DROP,
    /** The connection is dropped inside an event, inside a character. */
    DROP_INSIDE,
    /** An event that is an error. */
    ERROR_EVENT,
    /** Bytes that are no event stream. */
    GARBAGE,
    /** An event that is not JSON. */
    BAD_JSON,
    /** Tokens without their probability list. */
    NO_PROBABILITIES,
    /** A probability list as llama.cpp had it in 2024: no ids. */
    NO_IDS
  }
}
