package ai.tidemark.benchmarks.corpus;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The formats of a corpus. */
enum Format {
  JSONL(".jsonl"),
  JSONL_GZ(".jsonl.gz"),
  JSONL_ZST(".jsonl.zst"),
  CSV(".csv"),
  CSV_GZ(".csv.gz"),
  PARQUET(".parquet"),
  TAR_GZ(".tar.gz"),
  TAR_ZST(".tar.zst"),
  ZIP(".zip"),
  WARC_GZ(".warc.gz"),
  TREE("");

  /** How often each comes in a run of files: a folder of small files is dear for any disk. */
  private static final Format[] TURNS = {
    JSONL, JSONL_GZ, JSONL_ZST, CSV, TAR_GZ, ZIP, PARQUET, WARC_GZ, JSONL, JSONL_GZ, JSONL_ZST,
    JSONL, PARQUET, JSONL_ZST, TAR_ZST, CSV_GZ, JSONL, WARC_GZ, TREE, JSONL_GZ
  };

  private static final int BUFFER = 1 << 17;

  private final String suffix;

  Format(String suffix) {
    this.suffix = suffix;
  }

  /** Returns how many files it takes to have every format. */
  static int turns() {
    return TURNS.length;
  }

  /** Returns the format of a file by its number. */
  static Format of(int file) {
    return TURNS[file % TURNS.length];
  }

  String word() {
    return this == TREE ? "text files" : suffix.substring(1);
  }

  String name(int file) {
    return "part-%05d%s".formatted(file, suffix);
  }

  /** Makes an empty file, or folder, of a corpus. */
  Container create(Path corpus, String name) throws IOException {
    if (this == TREE) {
      return new TextTree(name, corpus.resolve(name));
    }
    OutputStream raw =
        new BufferedOutputStream(Files.newOutputStream(corpus.resolve(name)), BUFFER);
    return switch (this) {
      case JSONL -> new JsonLines(name, raw);
      case JSONL_GZ -> new JsonLines(name, gzip(raw));
      case JSONL_ZST -> new JsonLines(name, new ZstdOutputStream(raw, 1));
      case CSV -> new Table(name, raw);
      case CSV_GZ -> new Table(name, gzip(raw));
      case PARQUET -> new Parquet(name, raw);
      case TAR_GZ -> new Tar(name, gzip(raw));
      case TAR_ZST -> new Tar(name, new ZstdOutputStream(raw, 1));
      case ZIP -> new Zip(name, raw);
      case WARC_GZ -> new Warc(name, raw);
      case TREE -> throw new IllegalStateException("made above");
    };
  }

  private static OutputStream gzip(OutputStream raw) throws IOException {
    return new GZIPOutputStream(raw, BUFFER) {
      {
        def.setLevel(Deflater.BEST_SPEED);
      }
    };
  }
}
