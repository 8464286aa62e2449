package dev.assay.gateway.control;

import dev.assay.learners.learning.Cycle;
import dev.assay.learners.learning.CycleOutcome;
import dev.assay.learners.learning.Cycles;
import dev.assay.learners.learning.LearningSchedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Learning cycles, by hand and as they were. */
final class LearningRoutes {
  private static final int LISTED = 100;

  private final LearningSchedule schedule;
  private final Cycles cycles;

  LearningRoutes(LearningSchedule schedule, Cycles cycles) {
    this.schedule = schedule;
    this.cycles = cycles;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/admin/tenants/:tenant/cycles", Access.READ, this::list),
        Route.post("/admin/tenants/:tenant/cycles", Access.OPERATE, this::run));
  }

  private Object list(Call call) {
    return Map.of(
        "cycles", cycles.list(call.tenant(), LISTED).stream().map(LearningRoutes::row).toList());
  }

  private static Map<String, Object> row(Cycle cycle) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", cycle.id());
    row.put("learner", cycle.learner());
    row.put("startedAt", cycle.startedAt());
    row.put("signals", cycle.signals());
    cycle.end().ifPresent(end -> row.putAll(row(end.outcome())));
    return row;
  }

  private static Map<String, Object> row(CycleOutcome outcome) {
    return Map.of("outcome", outcome.word(), "detail", outcome.detail());
  }

  private record Run(String learner) {}

  private Object run(Call call) {
    return Waits.on(schedule.wake(call.tenant(), call.body(Run.class).learner()))
        .map(LearningRoutes::row)
        .orElse(
            Map.of("outcome", "busy", "detail", "a cycle of this learner is under way already"));
  }
}
