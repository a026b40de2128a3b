package ai.tidemark.scan.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The members of an archive, in its order. */
interface Members extends Closeable {
  /**
   * A member.
   *
   * @param name as the archive has it, any characters
   * @param size bytes that it says it holds, before it is decompressed
   * @param used tells how many of those bytes went into the data read so far
   * @param data valid until the next member is asked for; breaks where the archive does
   * @param refused why it is not read, if it is not
   */
  record Member(
      String name, long size, LongSupplier used, InputStream data, Optional<SkipReason> refused) {}

  /** Returns the next member that is not a directory, or empty after the last. */
  Optional<Member> next() throws IOException;

  @Override
  default void close() throws IOException {}
}
