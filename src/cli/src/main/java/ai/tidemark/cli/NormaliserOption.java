package ai.tidemark.cli;

import ai.tidemark.scan.inference.Normalisation;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which forms of a text are asked about; shared by detect and scan. */
final class NormaliserOption {
  @Option(
      names = "--normaliser",
      defaultValue = "n1",
      paramLabel = "NAME",
      converter = Name.class,
      description =
          "n1: texts are scored as found and after the normaliser N1, and every p pays for both;"
              + " none: as found only (default: ${DEFAULT-VALUE}).")
  private Normalisation normaliser;

  Normalisation normaliser() {
    return normaliser;
  }

  /** Reads the name of a normaliser. */
  static final class Name implements ITypeConverter<Normalisation> {
    @Override
    public Normalisation convert(String name) {
      for (Normalisation normalisation : Normalisation.values()) {
        if (normalisation.word().equals(name)) {
          return normalisation;
        }
      }
      throw new TypeConversionException("must be none or n1, but is " + name);
    }
  }
}
