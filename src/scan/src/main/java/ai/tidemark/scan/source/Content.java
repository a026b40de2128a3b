package ai.tidemark.scan.source;

import java.util.List;
import java.util.Optional;

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
   * Rows of a table or records of a WARC file.
   *
   * @param file name of the file
   * @param data their texts, not yet known to be UTF-8
   * @param rows in their order
   * @param bytes bytes that they take in the file
   */
  record Table(String file, Bytes data, List<Row> rows, long bytes) implements Content {
    /** Validates. */
    public Table {
      rows = List.copyOf(rows);
    }

    @Override
    public long held() {
      return data.length() + 64L * rows.size();
    }
  }

  /**
   * A row.
   *
   * @param number from 1
   * @param from where its text begins
   * @param to one past the last byte of its text
   * @param bytes bytes that it takes in the file
   * @param problem why it has no text, if it has none
   */
  record Row(long number, int from, int to, long bytes, Optional<SkipReason> problem) {}

  /**
   * Something that could not be handed over.
   *
   * @param skip what and why
   * @param inFile whether its bytes are those of the file; else of the content, before they were
   *     compressed
   */
  record Skipped(Skip skip, boolean inFile) implements Content {
    @Override
    public long bytes() {
      return skip.bytes();
    }

    @Override
    public long held() {
      return 0;
    }
  }

  /**
   * Members of an archive that the selection does not choose.
   *
   * @param members how many
   */
  record LeftOut(long members) implements Content {
    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public long held() {
      return 0;
    }
  }
}
