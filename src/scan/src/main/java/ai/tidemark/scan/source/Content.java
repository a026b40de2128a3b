package ai.tidemark.scan.source;

/** What a reader found, not yet taken apart into documents. */
public sealed interface Content {

  /** Returns how many bytes it stands for, as they were once decompressed. */
  long bytes();

  /** Returns how many bytes of memory it holds. */
  long held();

  /**
   * Whole lines of a file of records.
   *
   * @param file name of the file
   * @param data the lines, each ended by a newline save perhaps the last of the file
   * @param firstLine number of the first line, from 1
   */
  record Lines(String file, Bytes data, long firstLine) implements Content {
    @Override
    public long bytes() {
      return data.length();
    }

    @Override
    public long held() {
      return data.length();
    }
  }

  /**
   * A text file, or a part of one over the size cap.
   *
   * @param place where it starts
   * @param data UTF-8
   * @param before the end of the part before: its last tokens open this document, so that no
   *     context is lost; empty for the first part
   */
  record Part(Place place, Bytes data, Bytes before) implements Content {
    @Override
    public long bytes() {
      return data.length();
    }

    @Override
    public long held() {
      return data.length();
    }
  }

  /**
   * Something that could not be handed over.
   *
   * @param skip what and why
   */
  record Skipped(Skip skip) implements Content {
    @Override
    public long bytes() {
      return skip.bytes();
    }

    @Override
    public long held() {
      return 0;
    }
  }
}
