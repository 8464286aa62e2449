package dev.assay.gateway.serve;

import dev.assay.learners.changes.Approvals;
import dev.assay.learners.changes.Candidates;
import dev.assay.learners.changes.ChangeFlow;
import dev.assay.learners.changes.Intake;
import dev.assay.learners.changes.Judging;
import dev.assay.learners.changes.Measuring;
import dev.assay.learners.changes.SmokePrompt;
import dev.assay.learners.completions.Completions;
import dev.assay.learners.evaluation.AlphaLedger;
import dev.assay.learners.evaluation.Evaluator;
import dev.assay.learners.evaluation.FormerReleases;
import dev.assay.learners.evaluation.Holdout;
import dev.assay.learners.evaluation.HoldoutAnswers;
import dev.assay.learners.evaluation.HoldoutEvaluator;
import dev.assay.learners.evaluation.HoldoutSensitivity;
import dev.assay.learners.evaluation.JournalHoldout;
import dev.assay.learners.examples.ExamplesLearner;
import dev.assay.learners.examples.RejectedExamples;
import dev.assay.learners.learning.Cycles;
import dev.assay.learners.learning.FlowProposals;
import dev.assay.learners.learning.JournalWindow;
import dev.assay.learners.learning.Learner;
import dev.assay.learners.learning.LearningCycle;
import dev.assay.learners.learning.LearningSchedule;
import dev.assay.learners.scan.Scans;
import dev.assay.learners.serving.Release;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.learners.switches.KillSwitch;
import dev.assay.policies.engine.ActivePolicy;
import dev.assay.policies.tenant.TenantId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The change flow and what feeds it. */
record LearningPart(
    ChangeFlow changeFlow,
    Approvals approvals,
    Cycles cycles,
    LearningCycle cycle,
    LearningSchedule schedule)
    implements AutoCloseable {
  static LearningPart open(
      StatePart state,
      PolicyPart policy,
      LearnedPart learned,
      Completions completions,
      List<Learner> adapterLearners,
      Clock clock) {
    Holdout holdout = new JournalHoldout(state.journal());
    HoldoutAnswers answers = new HoldoutAnswers(state.database(), completions);
    Evaluator evaluator =
        new HoldoutEvaluator(
            holdout,
            answers,
            new AlphaLedger(state.database(), state.audit(), clock),
            former(learned));
    Candidates candidates =
        new Candidates(
            state.artifacts(),
            learned.releases(),
            learned.preparer(),
            completions,
            SmokePrompt.greeting());
    ChangeFlow flow = flow(state, policy, learned, candidates, evaluator, clock);
    Approvals approvals =
        new Approvals(
            state.database(),
            learned.changes(),
            learned.releases(),
            candidates,
            learned.door(),
            clock,
            flow::voted);
    Cycles cycles = new Cycles(state.database(), clock, "node-" + UUID.randomUUID());
    LearningCycle cycle =
        new LearningCycle(
            cycles,
            new LearningCycle.Parts(
                tenant -> policy.policies().current(tenant).map(ActivePolicy::policy),
                tenant -> state.switches().isThrown(tenant, KillSwitch.FREEZE_LEARNING),
                tenant -> learned.releases().served(tenant).live(),
                new HoldoutSensitivity(holdout, answers),
                new JournalWindow(state.database(), state.journal(), clock)::read,
                new FlowProposals(flow, learned.changes())));
    List<Learner> learners = new ArrayList<>(adapterLearners);
    learners.add(
        new ExamplesLearner(
            ExamplesLearner.Settings.DEFAULT,
            Scans::clean,
            new RejectedExamples(learned.changes(), state.artifacts())));
    LearningSchedule schedule =
        new LearningSchedule(cycle, cycles, learners, LearningSchedule.Settings.DEFAULT);
    return new LearningPart(flow, approvals, cycles, cycle, schedule);
  }

  void start() {
    changeFlow.start();
    schedule.start();
  }

  private static ChangeFlow flow(
      StatePart state,
      PolicyPart policy,
      LearnedPart learned,
      Candidates candidates,
      Evaluator evaluator,
      Clock clock) {
    return new ChangeFlow(
        state.database(),
        learned.changes(),
        learned.releases(),
        learned.policySource(),
        new Intake(
            state.database(),
            learned.changes(),
            state.artifacts(),
            learned.releases(),
            learned.adapterNames(),
            learned.door(),
            clock),
        new Measuring(candidates, evaluator, clock),
        new Judging(policy.engine(), clock),
        candidates,
        learned.door());
  }

  private static FormerReleases former(LearnedPart learned) {
    return new FormerReleases() {
      @Override
      public List<Release> everServed(TenantId tenant) {
        return learned.releases().everServed(tenant);
      }

      @Override
      public ServingRelease ready(Release release) {
        return learned.preparer().prepare(release);
      }
    };
  }

  @Override
  public void close() {
    schedule.close();
    cycle.close();
    changeFlow.close();
  }
}
