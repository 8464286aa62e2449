package dev.assay.learners.changes;

import dev.assay.learners.evaluation.Evaluation;
import dev.assay.learners.evaluation.Evaluator;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures accuracy on labelled rows by asking the model, and compares row by row. */
final class HoldoutEvaluator implements Evaluator {
  private static final double Z = 1.6449;

  private final KeywordModel model;
  private final Map<String, String> rows = new LinkedHashMap<>();
  final AtomicInteger evaluations = new AtomicInteger();
  volatile Runnable meanwhile = () -> {};

  HoldoutEvaluator(KeywordModel model) {
    this.model = model;
    List<String> synonyms = List.of("reimburse", "delivery", "unlock");
    for (int label = 0; label < KeywordModel.LABELS.size(); label++) {
      String name = KeywordModel.LABELS.get(label);
      for (int i = 0; i < 30; i++) {
        String word = i < 18 ? name : synonyms.get(label);
        rows.put("about my " + word + " case " + "abcdefghijklmnopqrstuvwxyzABCD".charAt(i), name);
      }
    }
  }

  @Override
  public Evaluation evaluate(TenantPolicy policy, ServingRelease live, ServingRelease candidate) {
    evaluations.incrementAndGet();
    int liveRight = 0;
    int candidateRight = 0;
    int baseRight = 0;
    int forgotten = 0;
    int discordant = 0;
    Map<String, Integer> liveAnswers = new LinkedHashMap<>();
    ServingRelease frozen =
        new ServingRelease(
            live.release().with(KeywordModel.examples(Map.of())),
            live.digest(),
            Optional.empty(),
            List.of());
    for (Map.Entry<String, String> row : rows.entrySet()) {
      String liveAnswer = model.answer(live, row.getKey());
      boolean isLive = liveAnswer.equals(row.getValue());
      boolean isCandidate = model.answer(candidate, row.getKey()).equals(row.getValue());
      boolean isBase = model.answer(frozen, row.getKey()).equals(row.getValue());
      liveAnswers.merge(liveAnswer, 1, Integer::sum);
      liveRight += isLive ? 1 : 0;
      candidateRight += isCandidate ? 1 : 0;
      baseRight += isBase ? 1 : 0;
      forgotten += isBase && !isCandidate ? 1 : 0;
      discordant += isLive != isCandidate ? 1 : 0;
    }
    meanwhile.run();
    double n = rows.size();
    double permuted =
        KeywordModel.LABELS.stream()
            .mapToDouble(label -> liveAnswers.getOrDefault(label, 0) / n / 3)
            .sum();
    double difference = (candidateRight - liveRight) / n;
    double low = difference - Z * Math.sqrt(discordant) / n;
    TenantPolicy.EvaluationRules rules = policy.envelope().evaluation();
    return new Evaluation(
        live.digest(),
        candidate.digest(),
        CanonicalJson.digest(rows),
        rows.size(),
        share(baseRight / n),
        share(liveRight / n),
        share(candidateRight / n),
        permuted,
        liveRight / n - permuted > rules.sensitivityGap(),
        new Evaluation.Paired(
            live.digest(), difference, low, 0.05, low > -rules.margin(), discordant),
        Optional.empty(),
        forgotten / n,
        0.05,
        List.of());
  }

  private Evaluation.Share share(double value) {
    double spread = 1.96 * Math.sqrt(value * (1 - value) / rows.size());
    return new Evaluation.Share(value, value - spread, value + spread);
  }
}
