package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.form.Boundary;
import dev.assay.gateway.form.Form;
import dev.assay.gateway.form.FormCheck;
import dev.assay.gateway.form.FormPiece;
import dev.assay.gateway.form.MalformedForm;
import dev.assay.gateway.objects.Ownership;
import dev.assay.gateway.objects.Ownership.Standing;
import dev.assay.gateway.objects.Unowned;
import dev.assay.learners.spending.Allowances;
import dev.assay.learners.spending.Reservation;
import dev.assay.policies.judge.Account;
import dev.assay.policies.judge.FormField;
import dev.assay.policies.judge.Judge;
import dev.assay.policies.judge.Malformed;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.judge.Refused;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.RequestFacts.Candidate;
import dev.assay.policies.tenant.Surface;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What decides about one exchange's form. Used from its event loop. */
final class FormRules {
  /** Where a form may name a model, and so may be longer or shorter at the provider. */
  private static final Set<Surface> WITH_MODEL =
      EnumSet.of(Surface.AUDIO, Surface.IMAGES, Surface.VIDEOS, Surface.EVERYTHING_ELSE);

  /** Longer names are nobody's, and would fill the journal. */
  private static final int MAX_ALIAS_CHARS = 256;

  private static final ApiError UNJUDGED =
      ApiError.unavailable(
          "No policy decision could be had for the form's model, so it does not pass.",
          "policy_unavailable",
          1);

  private final Judge judge;
  private final Ownership ownership;
  private final Candidates candidates;
  private final Allowances allowances;
  private final Progress.Gathered gathered;
  private final OpaqueBody unread;
  private final Context loop;
  private Optional<ApiError> refusal = Optional.empty();

  FormRules(
      Judge judge,
      Ownership ownership,
      Candidates candidates,
      Allowances allowances,
      Progress.Judged judged,
      OpaqueBody unread,
      Context loop) {
    this.judge = judge;
    this.ownership = ownership;
    this.candidates = candidates;
    this.allowances = allowances;
    this.gathered = judged.gathered();
    this.unread = unread;
    this.loop = loop;
  }

  /** How the form is looked through. */
  Form form() throws MalformedForm {
    return new Form(Boundary.of(unread.contentType().orElse("")), AtProvider::new);
  }

  /** Why it was refused; empty where it was not. */
  Optional<ApiError> refusal() {
    return refusal;
  }

  private Future<String> refuse(ApiError error) {
    refusal = Optional.of(error);
    return Future.failedFuture(error.message());
  }

  private final class AtProvider implements FormCheck {
    private final String provider;
    private final Set<String> names = new TreeSet<>();
    private RequestFacts facts = gathered.facts();
    private OpaqueBody body = unread;
    private boolean modelSeen;

    AtProvider(String provider) {
      this.provider = provider;
    }

    @Override
    public boolean renames() {
      return !modelSeen
          && WITH_MODEL.contains(unread.surface())
          && candidates.renames(provider, gathered.facts().policy().models());
    }

    @Override
    public Future<String> text(FormPiece.Text text) {
      FormField field = new FormField(text.name());
      return named(field).compose(may -> value(field, text));
    }

    /** Its name is judged as if the request had said at once what it has. */
    private Future<Void> named(FormField field) {
      if (!names.addAll(field.judged())) {
        return Future.succeededFuture();
      }
      facts = facts.naming(List.copyOf(names));
      return Future.fromCompletionStage(judge.judge(body, facts), loop)
          .compose(judgement ->
              switch (judgement) {
                case Permitted permitted -> Future.<Void>succeededFuture();
                case Refused refused -> refuse(refusal(refused)).<Void>mapEmpty();
              })
          .onFailure(unjudged -> refusal = refusal.or(() -> Optional.of(UNJUDGED)));
    }

    private ApiError refusal(Refused refused) {
      return Refusals.error(
          refused.decision(), gathered.allowance(), unread, facts.policy().models(), candidates);
    }

    private Future<String> value(FormField field, FormPiece.Text text) {
      if (field.isModel()) {
        return model(text.value());
      }
      if (field.posesAsModel()) {
        return refuse(
            ApiError.invalid("'model' is one field with one name.", "model", "invalid_body"));
      }
      if (unread.account() == Account.OWN) {
        return Future.succeededFuture(text.value());
      }
      try {
        return owned(field.refersTo(text.value(), text.json()), text.value());
      } catch (Malformed hides) {
        return refuse(ApiError.invalid(hides.getMessage(), hides.field(), "invalid_body"));
      }
    }

    @Override
    public Future<Void> file(FormPiece.FileHead file) {
      FormField field = new FormField(file.name());
      return field.mayName() || field.posesAsModel()
          ? Future.failedFuture(new MalformedForm("'" + file.name() + "' is text, and no file."))
          : named(field);
    }

    private Future<String> owned(List<String> names, String value) {
      return ownership
          .check(
              facts.caller().tenant(),
              names,
              List.of(),
              Unowned.of(facts.policy().passThrough(), unread),
              loop)
          .compose(standing ->
              missing(standing, names)
                  .map(FormRules.this::refuse)
                  .orElseGet(() -> Future.succeededFuture(value)));
    }

    /** What of these names is not the tenant's, or not at this provider. */
    private Optional<ApiError> missing(Standing standing, List<String> names) {
      return switch (standing) {
        case Standing.Missing missing -> Optional.of(Refusals.missing(missing.name()));
        case Standing.Own own ->
            own.atItsOwn() || own.provider().filter(it -> !it.equals(provider)).isPresent()
                ? Optional.of(Refusals.missing(names.getFirst()))
                : Optional.empty();
      };
    }

    /** As if the request had said so at once, but for where it goes. */
    private Future<String> model(String alias) {
      if (modelSeen) {
        return refuse(ApiError.invalid("'model' stands in it twice.", "model", "invalid_body"));
      }
      if (alias.isEmpty()) {
        return refuse(ApiError.invalid("'model' is empty.", "model", "invalid_body"));
      }
      if (alias.length() > MAX_ALIAS_CHARS) {
        return refuse(
            ApiError.invalid(
                "'model' is at most " + MAX_ALIAS_CHARS + " characters.", "model", "invalid_body"));
      }
      modelSeen = true;
      return Future.fromCompletionStage(allowances.reserve(gathered.allowance(), alias), loop)
          .compose(room -> judged(alias, room))
          .onFailure(unjudged -> refusal = refusal.or(() -> Optional.of(UNJUDGED)));
    }

    private Future<String> judged(String alias, Reservation room) {
      List<Candidate> targets = candidates.ofForm(alias, provider);
      RequestFacts.Limits before = gathered.facts().limits();
      RequestFacts.Limits limits =
          Reserving.limits(room.standing(), before.withinLearningBudget(), before.journalSlot());
      facts = facts.asking(alias, limits, targets);
      body = unread.asking(alias);
      return Future.fromCompletionStage(judge.judge(body, facts), loop)
          .compose(judgement ->
              switch (judgement) {
                case Permitted permitted ->
                    Future.succeededFuture(permitted.targets().getFirst().model());
                case Refused refused -> refuse(refusal(refused, targets, room));
              });
    }

    private ApiError refusal(Refused refused, List<Candidate> targets, Reservation room) {
      List<String> models = gathered.facts().policy().models();
      return targets.isEmpty() && models.contains(refused.facts().request().model())
          ? ApiError.invalid(
              "Forms of this kind go to provider '" + provider + "', which has no such model.",
              "model",
              "not_served_by_provider")
          : Refusals.error(refused.decision(), room, unread, models, candidates);
    }
  }
}
