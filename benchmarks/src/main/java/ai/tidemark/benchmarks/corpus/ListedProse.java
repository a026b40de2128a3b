package ai.tidemark.benchmarks.corpus;

import java.nio.charset.StandardCharsets;
import java.text.DateFormatSymbols;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Words of another language: the JDK's names of languages, countries, currencies, months and days
 * in it, by Zipf's law, in sentences. Real words, made-up frequencies and no grammar.
 */
final class ListedProse implements Prose {
  /** Languages in seven scripts. */
  private static final List<String> LANGUAGES =
      List.of("de", "fr", "es", "pl", "tr", "vi", "ru", "el", "ar", "hi", "zh", "ja", "ko");

  private static final int RANKS = 1 << 16;
  private static final int LEAST = 6; // words of a sentence
  private static final int SPREAD = 16;

  private final byte[][] words;
  private final char[] ranks = new char[RANKS]; // the word of each of so many equal shares
  private final byte[] blank;
  private final byte[] stop;

  private ListedProse(Locale locale) {
    List<String> sorted =
        names(locale).stream()
            .sorted(
                Comparator.comparingLong((String w) -> Mix.bits(1, w.hashCode(), 0))
                    .thenComparing(w -> w))
            .toList();
    this.words =
        sorted.stream().map(w -> w.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    boolean apart = !Set.of("zh", "ja").contains(locale.getLanguage());
    this.blank = (apart ? " " : "").getBytes(StandardCharsets.UTF_8);
    this.stop = (apart ? ". " : "。").getBytes(StandardCharsets.UTF_8);
    double total = 0;
    for (int r = 0; r < words.length; r++) {
      total += 1.0 / (r + 2);
    }
    int at = 0;
    double sum = 0;
    for (int r = 0; r < words.length; r++) {
      sum += 1.0 / (r + 2);
      while (at < RANKS && at < sum / total * RANKS) {
        ranks[at++] = (char) r;
      }
    }
  }

  /** Returns each language's. */
  static List<Prose> all() {
    return LANGUAGES.stream().<Prose>map(l -> new ListedProse(Locale.of(l))).toList();
  }

  private static Set<String> names(Locale locale) {
    Set<String> names = new TreeSet<>();
    for (String language : Locale.getISOLanguages()) {
      split(Locale.of(language).getDisplayLanguage(locale), names);
    }
    for (String country : Locale.getISOCountries()) {
      split(Locale.of("", country).getDisplayCountry(locale), names);
    }
    for (Currency currency : Currency.getAvailableCurrencies()) {
      split(currency.getDisplayName(locale), names);
    }
    DateFormatSymbols dates = DateFormatSymbols.getInstance(locale);
    for (String name : dates.getMonths()) {
      split(name, names);
    }
    for (String name : dates.getWeekdays()) {
      split(name, names);
    }
    return names;
  }

  private static void split(String name, Set<String> names) {
    for (String word : name.split("[^\\p{L}\\p{M}]+", -1)) {
      if (!word.isEmpty()) {
        names.add(word);
      }
    }
  }

  @Override
  public void write(int bytes, Mix random, Utf8Text out) {
    int end = out.size() + bytes;
    while (out.size() < end) {
      int many = LEAST + random.below(SPREAD);
      for (int w = 0; w < many; w++) {
        if (w > 0) {
          out.add(blank);
        }
        out.add(words[ranks[random.below(RANKS)]]);
      }
      out.add(stop);
    }
    if (out.array()[out.size() - 1] == ' ') {
      out.cut(out.size() - 1);
    }
  }
}
