package ai.tidemark.scan.stream;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignEvidence;
import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.power.Power;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.sequential.EProcess;
import ai.tidemark.core.sequential.Mixture;
import ai.tidemark.scan.foreign.ForeignFinding.Form;
import ai.tidemark.scan.foreign.ForeignKey;
import ai.tidemark.scan.foreign.ForeignPower;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.inference.Verdict;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A stream of texts, tested after each of them for some keys. Every hypothesis, a key on a form of
 * the texts, has an e-process of its own ({@link EProcess}); all of them share alpha (Bonferroni),
 * and looking early costs nothing. Not thread-safe.
 */
public final class TextStream {
  private final Levels levels;
  private final List<Form> forms;
  private final List<List<StreamTuples>> tuples = new ArrayList<>(); // by form
  private final List<Watched> watched = new ArrayList<>(); // by form, then key

  private record Watched(
      String key, Form form, boolean own, NullLaw law, Mixture mixture, EProcess process) {}

  private TextStream(Levels levels, List<Form> forms) {
    this.levels = levels;
    this.forms = List.copyOf(forms);
  }

  /**
   * A stream tested for our own keys: per era the fleet, each tenant, and both together.
   *
   * @param forms the forms that each text will be given in
   */
  public static TextStream own(Profile profile, ScanKeys keys, Levels levels, List<Form> forms) {
    List<Hypothesis> hypotheses = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int e = 0; e < keys.eras().size(); e++) {
      String era = keys.eras().size() > 1 ? " " + keys.eras().get(e).era() : "";
      hypotheses.add(Hypothesis.fleet(e));
      names.add("fleet" + era);
      for (int t = 0; t < keys.eras().get(e).tenants().size(); t++) {
        String tenant = keys.eras().get(e).tenants().get(t).name();
        hypotheses.add(new Hypothesis(Claim.TENANT, e, t));
        names.add(tenant + era);
        hypotheses.add(new Hypothesis(Claim.FLEET_AND_TENANT, e, t));
        names.add("fleet + " + tenant + era);
      }
    }
    TextStream stream = new TextStream(levels, forms);
    double lnAlpha = lnAlpha(levels, hypotheses.size() * forms.size());
    for (Form form : forms) {
      stream.tuples.add(List.of(new StreamTuples.Own(profile.contexts(), keys, hypotheses)));
      names.forEach(name -> stream.watch(name, form, true, new NullLaw.ExponentialSum(), lnAlpha));
    }
    return stream;
  }

  /**
   * A stream tested for keys of other programs' marks.
   *
   * @param forms the forms that each text will be given in
   * @throws BadInputException for a profile whose tuples are not independent along a stream
   */
  public static TextStream foreign(List<ForeignKey> keys, Levels levels, List<Form> forms) {
    TextStream stream = new TextStream(levels, forms);
    double lnAlpha = lnAlpha(levels, keys.size() * forms.size());
    for (Form form : forms) {
      List<StreamTuples> own = new ArrayList<>();
      for (ForeignKey key : keys) {
        NullLaw law = key.key().scheme().law();
        own.add(new StreamTuples.Foreign(key.key().copy()));
        stream.watch(key.name(), form, false, law, lnAlpha);
      }
      stream.tuples.add(own);
    }
    return stream;
  }

  private static double lnAlpha(Levels levels, int hypotheses) {
    return Power.lnAlpha(levels.alpha(), Math.max(1, hypotheses));
  }

  private void watch(String key, Form form, boolean own, NullLaw law, double lnAlpha) {
    Mixture mixture = Mixture.of(law);
    if (!mixture.alongAStream()) {
      throw new BadInputException(
          "key " + key,
          "is of a profile whose tuples depend on each other: no e-value may be looked at early;"
              + " test the texts together with detect --pool");
    }
    watched.add(new Watched(key, form, own, law, mixture, new EProcess(mixture, lnAlpha)));
  }

  /** Returns how many hypotheses share alpha. */
  public int hypotheses() {
    return watched.size();
  }

  /**
   * Adds a text and looks.
   *
   * @param ids the token ids of each form, all forms of the stream
   * @return one look per hypothesis
   * @throws BadInputException for an id outside a vocabulary, or more tuples than a profile may
   *     claim
   */
  public List<Look> text(Map<Form, int[]> ids) {
    List<Look> looks = new ArrayList<>();
    int next = 0;
    for (int f = 0; f < forms.size(); f++) {
      int[] own = ids.get(forms.get(f));
      if (own == null) {
        throw new IllegalArgumentException("ids must hold form " + forms.get(f));
      }
      for (StreamTuples set : tuples.get(f)) {
        set.add(own, own.length);
        for (StreamTuples.Total total : set.totals()) {
          looks.add(look(watched.get(next++), total));
        }
      }
    }
    return looks;
  }

  private Look look(Watched w, StreamTuples.Total total) {
    w.process.look(total.n(), total.sum());
    double lnP = Math.min(0, w.process.lnP() + StrictMath.log(watched.size()));
    double power = power(w, total.n());
    return new Look(
        w.key,
        w.form,
        total.n(),
        total.sum(),
        new ForeignEvidence(total.n(), total.n(), total.sum(), w.law).sumText(),
        w.process.lnE(),
        lnP,
        w.process.stop(),
        power,
        verdict(w.process, lnP, power));
  }

  private Verdict verdict(EProcess process, double lnP, double power) {
    if (process.stop().isPresent()) {
      return Verdict.MARKED;
    }
    if (lnP <= StrictMath.log(levels.alert())) {
      return Verdict.ALERT;
    }
    return power < 0.5 ? Verdict.NOT_TESTABLE : Verdict.NOT_SHOWN;
  }

  /** Returns the power of one look at n: that of the exact test at the same critical sum. */
  private double power(Watched w, long n) {
    double goal = -lnAlpha(levels, watched.size());
    BigInteger low = BigInteger.ZERO;
    BigInteger high = BigInteger.ONE;
    BigInteger most = most(w.law, n);
    while (n > 0 && high.compareTo(most) < 0 && w.mixture.lnE(n, high) < goal) {
      low = high;
      high = high.shiftLeft(1);
    }
    high = high.min(most);
    if (n == 0 || w.mixture.lnE(n, high) < goal) {
      return 0;
    }
    while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
      BigInteger middle = low.add(high).shiftRight(1);
      if (w.mixture.lnE(n, middle) < goal) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double lnLevel = w.law.lnP(n, high);
    return w.own
        ? Power.probability(n, lnLevel, 1, levels.excess())
        : ForeignPower.of(w.law, n, lnLevel).power();
  }

  /** Returns the largest sum of n tuples; for scores without one, what no text reaches. */
  private static BigInteger most(NullLaw law, long n) {
    double most = law.most(n);
    return most < Double.POSITIVE_INFINITY
        ? new BigDecimal(most).toBigInteger()
        : BigInteger.valueOf(Math.max(1, n)).shiftLeft(32 + 6); // 64 nats a tuple
  }
}
