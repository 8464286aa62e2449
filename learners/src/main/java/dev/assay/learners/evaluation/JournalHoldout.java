package dev.assay.learners.evaluation;

import dev.assay.learners.feedback.Feedback;
import dev.assay.learners.feedback.Signal;
import dev.assay.learners.journal.Exchange;
import dev.assay.learners.journal.Journal;
import dev.assay.policies.tenant.TenantId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The labelled holdout as the journal holds it, newest rows only when there are very many. */
public final class JournalHoldout implements Holdout {
  private static final int MAX_ROWS = 2_000;

  private final Journal journal;

  public JournalHoldout(Journal journal) {
    this.journal = journal;
  }

  @Override
  public List<HoldoutRow> labelled(TenantId tenant) {
    return journal.holdout(tenant, MAX_ROWS).stream()
        .map(JournalHoldout::row)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Map<String, Integer> teachers(TenantId tenant, List<String> exchanges) {
    return journal.principals(tenant, exchanges);
  }

  private static Optional<HoldoutRow> row(Exchange exchange) {
    return exchange
        .content()
        .flatMap(content ->
            label(exchange.feedback())
                .map(label ->
                    new HoldoutRow(
                        exchange.record().id().toString(),
                        exchange.record().principal(),
                        exchange.record().episode(),
                        exchange.record().arrivedAt(),
                        exchange.record().alias(),
                        content.messages(),
                        label)));
  }

  /** What most principals said; a row on which they are split says nothing. */
  private static Optional<String> label(List<Feedback> feedback) {
    Map<String, Set<String>> principals = new HashMap<>();
    Map<String, String> spelling = new HashMap<>();
    for (Feedback signal : feedback) {
      if (signal.signal() instanceof Signal.Demonstration(String text)) {
        String normal = AnswerText.normal(text);
        principals.computeIfAbsent(normal, unseen -> new HashSet<>()).add(signal.principal());
        spelling.putIfAbsent(normal, text);
      }
    }
    int most = principals.values().stream().mapToInt(Set::size).max().orElse(0);
    List<String> leading =
        principals.entrySet().stream()
            .filter(said -> said.getValue().size() == most)
            .map(Map.Entry::getKey)
            .toList();
    return leading.size() == 1
        ? Optional.ofNullable(spelling.get(leading.getFirst()))
        : Optional.empty();
  }
}
