package dev.assay.learners.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.assay.learners.feedback.About;
import dev.assay.learners.feedback.Feedback;
import dev.assay.learners.journal.Exchange;
import dev.assay.learners.journal.ExchangeContent;
import dev.assay.learners.journal.Journal;
import dev.assay.learners.journal.WindowQuery;
import dev.assay.learners.learning.LearningWindow.Signal;
import dev.assay.learners.learning.LearningWindow.Verdict;
import dev.assay.learners.store.Database;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads learning windows from the journal. */
public final class JournalWindow {
  /** The newest signals a window holds: bounds memory, and how far back a learner looks. */
  private static final int MAX_SIGNALS = WindowQuery.MAX_SIGNALS;

  private static final Duration REFUSED_SINCE = Duration.ofDays(1);

  private final Database database;
  private final Journal journal;
  private final Clock clock;

  public JournalWindow(Database database, Journal journal, Clock clock) {
    this.database = database;
    this.journal = journal;
    this.clock = clock;
  }

  /** The tenant's newest signals, and what policy refused in the last 24 hours. Blocks. */
  public LearningWindow read(TenantId tenant) {
    Map<String, Exchange> exchanges = new LinkedHashMap<>();
    long position = 0;
    List<Exchange> page;
    do {
      page = journal.window(tenant, new WindowQuery(position, MAX_SIGNALS));
      for (Exchange exchange : page) {
        exchanges.put(exchange.record().id().toString(), exchange);
        position = Math.max(position, exchange.position());
      }
      trim(exchanges);
    } while (!page.isEmpty());
    List<Signal> signals =
        exchanges.values().stream()
            .flatMap(JournalWindow::signals)
            .sorted(Comparator.comparing(Signal::at).thenComparing(Signal::exchange))
            .toList();
    int surplus = Math.max(0, signals.size() - MAX_SIGNALS);
    return new LearningWindow(
        signals.subList(surplus, signals.size()),
        refused(tenant, clock.instant().minus(REFUSED_SINCE)));
  }

  private static void trim(Map<String, Exchange> exchanges) {
    var oldest = exchanges.entrySet().iterator();
    for (int surplus = exchanges.size() - MAX_SIGNALS; surplus > 0; surplus--) {
      oldest.next();
      oldest.remove();
    }
  }

  private static Stream<Signal> signals(Exchange exchange) {
    Optional<ExchangeContent> content = exchange.content();
    return content.isEmpty()
        ? Stream.empty()
        : exchange.feedback().stream()
            .flatMap(feedback -> signal(exchange, content.get(), feedback).stream());
  }

  private static Optional<Signal> signal(
      Exchange exchange, ExchangeContent content, Feedback feedback) {
    return verdict(feedback)
        .map(verdict ->
            new Signal(
                exchange.record().id().toString(),
                feedback.principal(),
                feedback.at(),
                exchange.record().alias(),
                content.query(),
                content.messages(),
                content.answer(),
                verdict));
  }

  /** A demonstration about a whole task says of none of its answers what it should have been. */
  private static Optional<Verdict> verdict(Feedback feedback) {
    dev.assay.learners.feedback.Signal signal = feedback.signal();
    if (signal instanceof dev.assay.learners.feedback.Signal.Bool(boolean up)) {
      return Optional.of(new Verdict.Thumb(up));
    }
    return signal instanceof dev.assay.learners.feedback.Signal.Demonstration(String text)
            && feedback.about() instanceof About.OfExchange
        ? Optional.of(new Verdict.Demonstration(text))
        : Optional.empty();
  }

  private Map<String, Integer> refused(TenantId tenant, Instant since) {
    List<String> reasons =
        database.read(handle ->
            handle
                .createQuery(
                    "SELECT reasons FROM feedback"
                        + " WHERE tenant = :tenant AND admitted = 0 AND at >= :since"
                        + " ORDER BY position DESC LIMIT :limit")
                .bind("tenant", tenant.value())
                .bind("since", since.toEpochMilli())
                .bind("limit", MAX_SIGNALS)
                .mapTo(String.class)
                .list());
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String json : reasons) {
      codes(json).forEach(code -> counts.merge(code, 1, Integer::sum));
    }
    return counts;
  }

  private static List<String> codes(String json) {
    try {
      return new ArrayList<>(
              CanonicalJson.MAPPER.readValue(json, new TypeReference<List<Decision.Reason>>() {}))
          .stream().map(Decision.Reason::code).toList();
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException("a stored signal's reasons are not readable", unreadable);
    }
  }
}
