package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.policies.judge.Judge;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.judge.Refused;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.RequestFacts.Candidate;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;

/**
 * Step 6 for models that a body names below its top, such as a grader's: each is judged as if the
 * request asked for it. They go out as they came.
 */
public final class ModelsWithin {
  private final Judge judge;
  private final Candidates candidates;

  public ModelsWithin(Judge judge, Candidates candidates) {
    this.judge = judge;
    this.candidates = candidates;
  }

  Future<Progress.Judged> judge(Progress.Judged judged, Context loop) {
    Future<Progress.Judged> all = Future.succeededFuture(judged);
    if (judged.permitted().body() instanceof OpaqueBody unread) {
      for (String alias : unread.modelsWithin()) {
        all = all.compose(it -> judge(it, unread, alias, loop));
      }
    }
    return all;
  }

  private Future<Progress.Judged> judge(
      Progress.Judged judged, OpaqueBody unread, String alias, Context loop) {
    Progress.Gathered gathered = judged.gathered();
    List<String> providers =
        judged.permitted().targets().stream().map(target -> target.provider()).toList();
    RequestFacts facts =
        gathered
            .facts()
            .asking(
                alias, gathered.facts().limits(), candidates.ofForm(alias, providers.getFirst()));
    return Future.fromCompletionStage(judge.judge(unread.asking(alias), facts), loop)
        .recover(failure ->
            Future.failedFuture(
                Stopped.failed(gathered, ExchangeFlow.unjudged(failure), List.of())))
        .compose(judgement ->
            switch (judgement) {
              case Permitted permitted ->
                  providers.stream().allMatch(provider -> has(provider, alias))
                      ? Future.succeededFuture(judged)
                      : Future.failedFuture(
                          Stopped.refused(gathered, elsewhere(alias), permitted.decision()));
              case Refused refused ->
                  Future.failedFuture(
                      Stopped.refused(
                          gathered, refusal(gathered, unread, refused, alias), refused.decision()));
            });
  }

  private ApiError refusal(
      Progress.Gathered gathered, OpaqueBody unread, Refused refused, String alias) {
    List<String> models = gathered.facts().policy().models();
    return refused.facts().targets().isEmpty() && models.contains(alias)
        ? elsewhere(alias)
        : Refusals.error(refused.decision(), gathered.allowance(), unread, models, candidates);
  }

  private boolean has(String provider, String alias) {
    return candidates.ofForm(alias, provider).stream()
        .map(Candidate::target)
        .anyMatch(target -> target.model().equals(alias));
  }

  private static ApiError elsewhere(String alias) {
    return ApiError.invalid(
        "Where it is not the request's own 'model', '"
            + alias
            + "' has to be the provider's own name for it, at the provider that the request goes"
            + " to.",
        "model",
        "not_served_by_provider");
  }
}
