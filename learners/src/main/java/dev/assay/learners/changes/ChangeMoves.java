package dev.assay.learners.changes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Moves the change whose canary is settled; a tenant has one canary at most. */
record ChangeMoves(Handle handle, Changes changes, List<Changes.Standing> canaries) {

  Optional<String> changeId() {
    return canaries.stream().map(standing -> standing.change().id()).findFirst();
  }

  void moveCanary(Function<ChangeState.Canary, ChangeState> step, String actor, String why) {
    for (Changes.Standing standing : canaries) {
      if (standing.state() instanceof ChangeState.Canary state) {
        changes.move(
            handle, standing.change(), state, step.apply(state), actor, Map.of("why", why));
      }
    }
  }
}
