package dev.assay.learners.evaluation;

import dev.assay.learners.serving.Release;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.learners.statistics.Agreement;
import dev.assay.learners.statistics.PairedDifference;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.EvaluationRules;
import dev.assay.policies.tenant.TenantPolicy.Gate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Measures a candidate on the uniformly asked holdout by three conditions that must all hold: the
 * rows can tell good from bad, the candidate is not worse than live, and not worse than the best
 * release the tenant ever had. Since all must hold, each is tested at the look's whole alpha
 * (Berger, "Multiparameter hypothesis testing and acceptance sampling", Technometrics 24, 1982).
 */
public final class HoldoutEvaluator implements Evaluator {
  /** Former releases that answer every row beside the frozen base: bounds what a look costs. */
  private static final int MAX_FORMER = 3;

  private final Holdout holdout;
  private final HoldoutAnswers answers;
  private final AlphaLedger ledger;
  private final FormerReleases former;

  public HoldoutEvaluator(
      Holdout holdout, HoldoutAnswers answers, AlphaLedger ledger, FormerReleases former) {
    this.holdout = holdout;
    this.answers = answers;
    this.ledger = ledger;
    this.former = former;
  }

  @Override
  public Evaluation evaluate(TenantPolicy policy, ServingRelease live, ServingRelease candidate) {
    TenantId tenant = policy.tenant();
    EvaluationRules rules = policy.envelope().evaluation();
    List<HoldoutRow> rows = holdout.labelled(tenant);
    Digest names = digest(rows);
    Digest look = lookOf(live, candidate, names);
    refuseHopeless(rules, rows, ledger.offer(tenant, look, rows));

    Measured base = measure(tenant, live, rows);
    Agreement agreement = base.agreement();
    boolean sensitive = HoldoutSensitivity.sensitive(agreement, rules);
    Measured frozen = measure(tenant, frozen(tenant), rows);
    Optional<Best> best = bestFormer(tenant, live, candidate, rows, base);
    Measured proposed = measure(tenant, candidate, rows);

    List<String> notes = new ArrayList<>();
    // On rows that can't tell, nothing can pass: such a look is free.
    double spent = sensitive ? spend(tenant, look, rows, rules) : 0;
    double alpha = spent > 0 ? spent : HoldoutSensitivity.ALPHA;
    notes.add(
        "intervals rest on " + base.clusters().count() + " independent principals or episodes");
    if (spent == 0) {
      notes.add("nothing was spent: bounds are at a nominal " + alpha);
    }
    best.ifPresent(it -> notes.add("best former release: " + it.release().release().number()));
    Optional<List<Integer>> apart = bystanders(tenant, rules, rows, live, candidate, notes);
    return new Evaluation(
        live.digest(),
        candidate.digest(),
        names,
        rows.size(),
        frozen.share(),
        base.share(),
        proposed.share(),
        agreement.permuted(),
        sensitive,
        paired(live, compare(proposed, base, alpha, rows, apart, rules), alpha, rules),
        best.map(it ->
            paired(
                it.release(),
                compare(proposed, it.measured(), alpha, rows, apart, rules),
                alpha,
                rules)),
        frozen.lostBy(proposed),
        spent,
        notes);
  }

  /** Rows of the people with the least hand in it, at least as many as a holdout needs. */
  private Optional<List<Integer>> bystanders(
      TenantId tenant,
      EvaluationRules rules,
      List<HoldoutRow> rows,
      ServingRelease live,
      ServingRelease candidate,
      List<String> notes) {
    Optional<Bystanders> apart =
        Bystanders.of(
            rows,
            Bystanders.taught(holdout, tenant, live, candidate),
            some -> some.size() >= rules.minRows());
    apart.ifPresent(some ->
        notes.add(
            some.rows().size()
                + " rows are by people who taught "
                + (some.mostTaught() == 0 ? "none" : "at most " + some.mostTaught())
                + " of what is new; on these it may lose no more than the margin either"));
    return apart.map(Bystanders::rows);
  }

  /**
   * All rows; but the bystanders' where those show a loss over the margin. These are few, so no
   * proof is asked of them: they can only object. An objection makes passing harder, so it needs no
   * error probability of its own.
   */
  private static PairedDifference compare(
      Measured proposed,
      Measured reference,
      double alpha,
      List<HoldoutRow> rows,
      Optional<List<Integer>> apart,
      EvaluationRules rules) {
    PairedDifference all = proposed.minus(reference, alpha);
    if (apart.isEmpty()) {
      return all;
    }
    PairedDifference theirs =
        proposed.on(rows, apart.get()).minus(reference.on(rows, apart.get()), alpha);
    return theirs.difference() < -rules.margin() && theirs.low() < all.low() ? theirs : all;
  }

  /** Before the model is called: a look that the rules or the ledger refuse costs nothing. */
  private static void refuseHopeless(
      EvaluationRules rules, List<HoldoutRow> rows, AlphaLedger.Look offer) {
    if (rules.gate() == Gate.ADVISORY) {
      return;
    }
    if (rows.size() < rules.minRows()) {
      throw new EvaluationFailed(HoldoutSensitivity.tooFew(rows.size(), rules));
    }
    if (offer instanceof AlphaLedger.Look.Refused refused) {
      throw exhausted(refused);
    }
  }

  private double spend(TenantId tenant, Digest look, List<HoldoutRow> rows, EvaluationRules rules) {
    return switch (ledger.spend(tenant, look, rows)) {
      case AlphaLedger.Look.Granted(double alpha) -> alpha;
      case AlphaLedger.Look.Refused refused -> {
        if (rules.gate() == Gate.ENFORCED) {
          throw exhausted(refused);
        }
        yield 0;
      }
    };
  }

  private static EvaluationFailed exhausted(AlphaLedger.Look.Refused refused) {
    return new EvaluationFailed(
        "this holdout was looked at too often to be believed again: the alpha ledger holds "
            + refused.balance()
            + "; "
            + refused.freshRowsNeeded()
            + " more labelled holdout rows refill it");
  }

  private record Best(ServingRelease release, Measured measured) {}

  /**
   * The former release that answers most of these rows rightly, if it beats live on them. It is
   * chosen on the same rows the candidate is then compared on: luck in the choice makes the bar
   * higher, never lower. Contenders are the frozen base and the {@value #MAX_FORMER} releases that
   * did best on the rows they have answered already.
   */
  private Optional<Best> bestFormer(
      TenantId tenant,
      ServingRelease live,
      ServingRelease candidate,
      List<HoldoutRow> rows,
      Measured base) {
    return contenders(tenant, live, candidate, rows).stream()
        .map(release -> new Best(release, measure(tenant, release, rows)))
        .filter(it -> it.measured().hits() > base.hits())
        .max(Comparator.comparingInt(it -> it.measured().hits()));
  }

  private List<ServingRelease> contenders(
      TenantId tenant, ServingRelease live, ServingRelease candidate, List<HoldoutRow> rows) {
    ServingRelease frozen = frozen(tenant);
    Set<Digest> apart = new HashSet<>(List.of(live.digest(), candidate.digest(), frozen.digest()));
    List<ServingRelease> contenders =
        new ArrayList<>(
            former.everServed(tenant).stream()
                .filter(release -> apart.add(release.digest()))
                .sorted(
                    Comparator.comparingDouble(
                            (Release release) -> shareSoFar(tenant, release.digest(), rows))
                        .reversed())
                .limit(MAX_FORMER)
                .map(former::ready)
                .toList());
    if (!frozen.digest().equals(live.digest())) {
      contenders.add(frozen);
    }
    return contenders;
  }

  private double shareSoFar(TenantId tenant, Digest release, List<HoldoutRow> rows) {
    Map<String, String> known = answers.known(tenant, release);
    List<HoldoutRow> answered =
        rows.stream().filter(row -> known.containsKey(row.exchange())).toList();
    long right =
        answered.stream()
            .filter(row -> AnswerText.fingerprint(row.label()).equals(known.get(row.exchange())))
            .count();
    return answered.isEmpty() ? 0 : (double) right / answered.size();
  }

  private Measured measure(TenantId tenant, ServingRelease release, List<HoldoutRow> rows) {
    return Measured.of(rows, answers.of(tenant, release, rows));
  }

  private static Evaluation.Paired paired(
      ServingRelease against, PairedDifference difference, double alpha, EvaluationRules rules) {
    return new Evaluation.Paired(
        against.digest(),
        difference.difference(),
        difference.low(),
        alpha,
        difference.low() > -rules.margin(),
        difference.discordant());
  }

  private static ServingRelease frozen(TenantId tenant) {
    Release empty = Release.empty(tenant);
    return new ServingRelease(empty, empty.digest(), Optional.empty(), List.of());
  }

  private static Digest digest(List<HoldoutRow> rows) {
    return CanonicalJson.digest(
        rows.stream()
            .map(row -> List.of(row.exchange(), AnswerText.fingerprint(row.label())))
            .toList());
  }

  private static Digest lookOf(ServingRelease live, ServingRelease candidate, Digest holdout) {
    return CanonicalJson.digest(
        Map.of(
            "base", live.digest().text(),
            "candidate", candidate.digest().text(),
            "holdout", holdout.text()));
  }
}
