package ai.tidemark.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes: 4096, 16MiB, 1.5GiB, 20GB. */
final class SizeName implements ITypeConverter<Long> {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,16}(?:\\.[0-9]{1,6})?) ?([A-Za-z]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "b", 1L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30,
          "tib", 1L << 40,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "tb", 1_000_000_000_000L);

  @Override
  public Long convert(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      Long unit = UNITS.get(form.group(2).toLowerCase(Locale.ROOT));
      if (unit != null) {
        try {
          return new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact();
        } catch (ArithmeticException _) {
          // said below
        }
      }
    }
    throw new TypeConversionException(
        "'" + text + "' is not a number of bytes, such as 4096, 16MiB, 1.5GiB or 20GB");
  }
}
