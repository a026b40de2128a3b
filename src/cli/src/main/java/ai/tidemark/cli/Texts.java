package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.scan.foreign.IdLines;
import ai.tidemark.scan.source.JsonLines;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads what detect is given: whole texts, or lines of token ids; - is standard input. */
final class Texts {
  private static final int MOST_BYTES = 64 << 20;

  private Texts() {}

  /** Takes lines of token ids. */
  @FunctionalInterface
  interface IdsSink {
    /**
     * Takes the ids of one line.
     *
     * @param name file and line
     * @throws BadInputException if they cannot be scored
     */
    void ids(String name, int[] ids);
  }

  /** Takes what could not be used. */
  @FunctionalInterface
  interface Problems {
    /** Takes one problem. */
    void problem(BadInputException problem);
  }

  /** Returns the text of a file. */
  static String read(String file) {
    String where = where(file);
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new BadInputException(
            where, "is larger than 64 MiB; use tidemark scan, which reads in a stream");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadInputException(where, "is not valid UTF-8", e);
    } catch (NoSuchFileException e) {
      throw new BadInputException(where, "does not exist", e);
    } catch (IOException e) {
      throw new BadInputException(where, "cannot be read", e);
    }
  }

  /** Takes lines. */
  @FunctionalInterface
  interface LineSink {
    /**
     * Takes a line.
     *
     * @param name file and line
     * @throws BadInputException if it cannot be used
     */
    void line(String name, byte[] line);
  }

  /**
   * Pushes every line of a file that is not blank; what cannot be used goes to {@code problems}.
   */
  static void readLines(String file, LineSink sink, Problems problems) {
    String where = where(file);
    try (InputStream in = open(file)) {
      JsonLines.forEach(
          where,
          in,
          new JsonLines.Sink() {
            @Override
            public void line(String name, long number, byte[] line) {
              sink.line(name, line);
            }

            @Override
            public void refused(BadInputException problem) {
              problems.problem(problem);
            }
          });
    } catch (NoSuchFileException e) {
      problems.problem(new BadInputException(where, "does not exist", e));
    } catch (IOException e) {
      problems.problem(new BadInputException(where, "cannot be read", e));
    }
  }

  /** Pushes the token ids of every line of a file; what cannot be used goes to {@code problems}. */
  static void readIds(String file, IdsSink sink, Problems problems) {
    String where = where(file);
    try (InputStream in = open(file)) {
      IdLines.forEach(
          where,
          in,
          new IdLines.Sink() {
            @Override
            public void ids(long line, int[] ids) {
              String name = where + ":" + line;
              try {
                sink.ids(name, ids);
              } catch (BadInputException e) {
                refused(e.in(name));
              }
            }

            @Override
            public void refused(BadInputException problem) {
              problems.problem(problem);
            }
          });
    } catch (NoSuchFileException e) {
      problems.problem(new BadInputException(where, "does not exist", e));
    } catch (IOException e) {
      problems.problem(new BadInputException(where, "cannot be read", e));
    }
  }

  private static String where(String file) {
    return "-".equals(file) ? "standard input" : file;
  }

  private static InputStream open(String file) throws IOException {
    if (!"-".equals(file)) {
      return Files.newInputStream(Path.of(file));
    }
    return new FilterInputStream(System.in) {
      @Override
      public void close() {
        // standard input is not ours to close
      }
    };
  }
}
