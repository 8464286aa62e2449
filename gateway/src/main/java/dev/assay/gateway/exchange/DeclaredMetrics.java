package dev.assay.gateway.exchange;

import dev.assay.config.FeedbackMetric;
import dev.assay.learners.feedback.About;
import dev.assay.learners.feedback.Signal;
import dev.assay.learners.feedback.Submission;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metrics that the configuration declares, and what a value of each must be. */
record DeclaredMetrics(Map<String, FeedbackMetric> byName) {
  Optional<FeedbackMetric> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The names, for people. */
  String names() {
    return byName.isEmpty() ? "none is declared" : String.join(", ", byName.keySet());
  }

  /**
   * The same submissions, if every value is one of a declared metric. A value without a name of its
   * own needs no declaration, and neither does anything where nothing is declared.
   *
   * @throws IllegalArgumentException saying which is not
   */
  List<Submission> checked(List<Submission> submissions) {
    if (!byName.isEmpty()) {
      submissions.forEach(this::check);
    }
    return submissions;
  }

  private void check(Submission it) {
    switch (it.signal()) {
      case Signal.Bool thumb -> check(it, FeedbackMetric.Type.BOOLEAN);
      case Signal.Score score -> check(it, FeedbackMetric.Type.FLOAT);
      case Signal.Comment comment -> {}
      case Signal.Demonstration demonstration -> {}
    }
  }

  private void check(Submission it, FeedbackMetric.Type type) {
    FeedbackMetric declared = byName.get(it.metric());
    if (declared == null) {
      if (it.metric().equals(it.signal().word())) {
        return;
      }
      throw new IllegalArgumentException(
          "'metric' is none that is declared here (" + names() + "); leave it out to name none");
    }
    if (declared.type() != type) {
      throw new IllegalArgumentException(
          "'value' of the metric "
              + declared.name()
              + " is "
              + (declared.type() == FeedbackMetric.Type.BOOLEAN ? "true or false" : "a number"));
    }
    boolean ofExchange = it.about() instanceof About.OfExchange;
    if (ofExchange != (declared.level() == FeedbackMetric.Level.INFERENCE)) {
      throw new IllegalArgumentException(
          "the metric "
              + declared.name()
              + " rates one "
              + (declared.level() == FeedbackMetric.Level.INFERENCE ? "exchange" : "episode")
              + ": send '"
              + (declared.level() == FeedbackMetric.Level.INFERENCE ? "exchange_id" : "episode_id")
              + "'");
    }
  }
}
