package dev.assay.learners.curation;

import dev.assay.learners.evaluation.AnswerText;
import dev.assay.learners.learning.LearningWindow;
import dev.assay.learners.learning.LearningWindow.Signal;
import dev.assay.policies.tenant.TenantPolicy.FeedbackRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a window teaches once its voices are counted: each principal within its share, each input
 * decided by the majority of principals. Immutable.
 */
public final class Curation {
  /** Longer texts are left out: they would crowd out all others where they are injected. */
  private static final int MAX_TEXT_CHARS = 4_000;

  private final Map<String, Ballot> ballots;
  private final List<Lesson> lessons;
  private final String leftOut;

  private Curation(Map<String, Ballot> ballots, List<Lesson> lessons, String leftOut) {
    this.ballots = ballots;
    this.lessons = lessons;
    this.leftOut = leftOut;
  }

  /** A curated window, or why there can be none. */
  public sealed interface Outcome {}

  /** What the window teaches. */
  public record Curated(Curation curation) implements Outcome {}

  /** The window's voices are too few. */
  public record TooFew(String reason) implements Outcome {}

  /**
   * Counts the window's voices.
   *
   * @param clean whether a text may be kept; texts that a scan would flag teach nothing
   */
  public static Outcome of(FeedbackRules rules, LearningWindow window, Predicate<String> clean) {
    long principals = window.signals().stream().map(Signal::principal).distinct().count();
    if (principals < rules.minPrincipals()) {
      return new TooFew(
          "the window has feedback of "
              + principals
              + " principals, policy asks for "
              + rules.minPrincipals()
              + refused(window));
    }
    Optional<List<Signal>> kept = PrincipalShare.keep(window.signals(), rules.maxPrincipalShare());
    if (kept.isEmpty()) {
      return new TooFew(
          principals
              + " principals can't keep below "
              + rules.maxPrincipalShare()
              + " of the window each"
              + refused(window));
    }
    Map<String, Ballot> ballots = new LinkedHashMap<>();
    for (Signal signal : kept.get()) {
      String key = key(signal.query());
      if (!key.isEmpty()) {
        ballots.computeIfAbsent(key, unseen -> new Ballot(signal)).add(signal);
      }
    }
    List<Lesson> lessons = new ArrayList<>();
    int unclean = 0;
    for (Map.Entry<String, Ballot> ballot : ballots.entrySet()) {
      Optional<Lesson> lesson = ballot.getValue().lesson(ballot.getKey()).filter(Curation::isShort);
      if (lesson.isPresent() && isClean(lesson.get(), clean)) {
        lessons.add(lesson.get());
      } else {
        unclean += lesson.isPresent() ? 1 : 0;
      }
    }
    int overShare = window.signals().size() - kept.get().size();
    return new Curated(
        new Curation(ballots, List.copyOf(lessons), leftOut(window, overShare, unclean)));
  }

  /** The form in which inputs are the same. */
  public static String key(String input) {
    return AnswerText.normal(input);
  }

  /** One per input that people agree on, in the order in which they first came up. */
  public List<Lesson> lessons() {
    return lessons;
  }

  /** Whether this window speaks against an answer that was learned before. */
  public boolean refutes(String input, String output) {
    Ballot ballot = ballots.get(key(input));
    return ballot != null && ballot.refutes(key(input), output);
  }

  /** What was not listened to and why, to follow a reason; empty when all was. */
  public String leftOut() {
    return leftOut;
  }

  private static boolean isShort(Lesson lesson) {
    return lesson.input().length() <= MAX_TEXT_CHARS && lesson.output().length() <= MAX_TEXT_CHARS;
  }

  private static boolean isClean(Lesson lesson, Predicate<String> clean) {
    return clean.test(lesson.input()) && clean.test(lesson.output());
  }

  private static String leftOut(LearningWindow window, int overShare, int unclean) {
    StringBuilder text = new StringBuilder(refused(window));
    if (overShare > 0) {
      text.append("; ").append(overShare).append(" signals over one principal's share");
    }
    if (unclean > 0) {
      text.append("; ").append(unclean).append(" texts a scan would flag");
    }
    return text.toString();
  }

  private static String refused(LearningWindow window) {
    if (window.refused().isEmpty()) {
      return "";
    }
    return "; policy refused "
        + new TreeMap<>(window.refused())
            .entrySet().stream()
                .map(refused -> refused.getValue() + " by " + refused.getKey())
                .collect(Collectors.joining(", "));
  }
}
