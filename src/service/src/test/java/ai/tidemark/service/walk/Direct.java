package ai.tidemark.service.walk;

import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.service.answer.Answer.Finish;
import ai.tidemark.service.answer.Sampling;
import ai.tidemark.testkit.engine.StandInModel;
import ai.tidemark.testkit.engine.StandInModel.Distribution;
import ai.tidemark.testkit.engine.StandInVocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keyed sampling without any engine, draft or stream: the specification the walk must equal.
 *
 * @param ids every token drawn, the end of sequence included
 * @param text what a client sees
 * @param seen tokens that have a part in it
 */
record Direct(List<Integer> ids, String text, int seen, Finish finish) {

  static Direct sample(
      StandInModel model,
      int[] prompt,
      Sampling sampling,
      int topN,
      int maxTokens,
      List<String> stops,
      Marker marker) {
    TokenBuffer all = new TokenBuffer();
    for (int id : prompt) {
      all.add(id);
    }
    List<Integer> drawn = new ArrayList<>();
    while (true) {
      Distribution distribution = model.next(all.array(), all.size());
      double[] q = law(distribution, sampling, topN);
      int id = distribution.ids()[marker.choose(distribution.ids(), q, q.length)];
      drawn.add(id);
      if (id == StandInVocabulary.EOS || id == StandInVocabulary.EOT) {
        String text = text(model, drawn.subList(0, drawn.size() - 1));
        return new Direct(drawn, text, drawn.size() - 1, Finish.STOP);
      }
      all.add(id);
      String text = text(model, drawn);
      int cut = stops.stream().mapToInt(text::indexOf).filter(i -> i >= 0).min().orElse(-1);
      if (cut >= 0) {
        return new Direct(drawn, text.substring(0, cut), before(model, drawn, cut), Finish.STOP);
      }
      if (drawn.size() == maxTokens) {
        return new Direct(drawn, text, maxTokens, Finish.LENGTH);
      }
    }
  }

  /** Temperature, top-k and top-p by their definitions, on whole arrays. */
  static double[] law(Distribution distribution, Sampling sampling, int topN) {
    int n = Math.min(topN, distribution.ids().length);
    double[] q = new double[n];
    for (int j = 0; j < n; j++) {
      q[j] =
          Math.exp(
              (distribution.logprobs()[j] - distribution.logprobs()[0]) / sampling.temperature());
    }
    if (sampling.topK() > 0) {
      q = Arrays.copyOf(q, Math.min(n, sampling.topK()));
    }
    double total = Arrays.stream(q).sum();
    double mass = 0;
    int kept = 0;
    while (kept < q.length && mass / total < sampling.topP()) {
      mass += q[kept++];
    }
    q = Arrays.copyOf(q, sampling.topP() < 1 ? kept : q.length);
    double sum = Arrays.stream(q).sum();
    return Arrays.stream(q).map(x -> x / sum).toArray();
  }

  private static String text(StandInModel model, List<Integer> ids) {
    return model.vocabulary().text(ids.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Returns how many tokens begin before a place in the text. */
  private static int before(StandInModel model, List<Integer> ids, int cut) {
    int count = 0;
    while (count < ids.size() && wholeCharacters(model, ids.subList(0, count)) < cut) {
      count++;
    }
    return count;
  }

  private static int wholeCharacters(StandInModel model, List<Integer> ids) {
    byte[] bytes =
        model
            .vocabulary()
            .decode(ids.stream().mapToInt(Integer::intValue).toArray(), 0, ids.size());
    int end = bytes.length;
    while (end > 0 && new String(bytes, 0, end, StandardCharsets.UTF_8).endsWith("\uFFFD")) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8).length();
  }
}
