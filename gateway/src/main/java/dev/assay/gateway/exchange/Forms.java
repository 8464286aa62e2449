package dev.assay.gateway.exchange;

import dev.assay.gateway.objects.Ownership;
import dev.assay.gateway.upstream.Upload;
import dev.assay.learners.spending.Allowances;
import dev.assay.policies.judge.Judge;
import dev.assay.policies.judge.OpaqueBody;
import io.vertx.core.Context;
import java.util.Optional;

/** Step 8 for a form, whose text comes when the rest was judged: it is judged as it comes. */
public final class Forms {
  private final Judge judge;
  private final Ownership ownership;
  private final Candidates candidates;
  private final Allowances allowances;

  public Forms(Judge judge, Ownership ownership, Candidates candidates, Allowances allowances) {
    this.judge = judge;
    this.ownership = ownership;
    this.candidates = candidates;
    this.allowances = allowances;
  }

  /** What decides about the form that follows this request; empty where none follows. */
  Optional<FormRules> of(Progress.Judged judged, Optional<Upload> upload, Context loop) {
    return upload.isPresent()
            && judged.permitted().body() instanceof OpaqueBody unread
            && unread.isForm()
        ? Optional.of(new FormRules(judge, ownership, candidates, allowances, judged, unread, loop))
        : Optional.empty();
  }
}
