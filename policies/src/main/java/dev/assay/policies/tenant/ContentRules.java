package dev.assay.policies.tenant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is done about secrets, personal data and posed instructions that pass through. */
public record ContentRules(Prompt prompt, Answer answer) {
  /** Nothing is looked for. */
  public static final ContentRules OFF =
      new ContentRules(new Prompt(Act.OFF, Act.OFF, Act.OFF), new Answer(Act.OFF, Act.OFF));

  /** What a request is looked through for, before a provider sees it. */
  public record Prompt(Act secrets, Act pii, Act injectionMarkers) {
    /** Whether it is looked through at all. */
    public boolean looks() {
      return secrets != Act.OFF || pii != Act.OFF || injectionMarkers != Act.OFF;
    }
  }

  /** What an answer is looked through for, before a client sees it. */
  public record Answer(Act secrets, Act pii) {
    /** Whether it is looked through at all. */
    public boolean looks() {
      return secrets != Act.OFF || pii != Act.OFF;
    }
  }

  /** What is done about a find, from the loosest to the strictest. */
  public enum Act {
    OFF,
    /** Recorded, passed on as it is. */
    FLAG,
    /** Put out of the text; the rest passes. */
    REDACT,
    /** Nothing passes. */
    BLOCK;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Act stricter(Act one, Act other) {
      return one.compareTo(other) >= 0 ? one : other;
    }
  }

  /** A rule, as a tenant's own Rego names the one that it tightens. */
  public enum Rule {
    PROMPT_SECRETS,
    PROMPT_PII,
    PROMPT_INJECTION_MARKERS,
    ANSWER_SECRETS,
    ANSWER_PII;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
    }

    /** The rule of that name, such as {@code prompt.injection_markers}. */
    public static Optional<Rule> named(String word) {
      return Arrays.stream(values()).filter(rule -> rule.word().equals(word)).findFirst();
    }
  }

  /** The same, with that rule at least as strict as that. */
  public ContentRules atLeast(Rule rule, Act act) {
    Act promptSecrets = raised(Rule.PROMPT_SECRETS, prompt.secrets, rule, act);
    Act promptPii = raised(Rule.PROMPT_PII, prompt.pii, rule, act);
    Act markers = raised(Rule.PROMPT_INJECTION_MARKERS, prompt.injectionMarkers, rule, act);
    Act answerSecrets = raised(Rule.ANSWER_SECRETS, answer.secrets, rule, act);
    Act answerPii = raised(Rule.ANSWER_PII, answer.pii, rule, act);
    return new ContentRules(
        new Prompt(promptSecrets, promptPii, markers), new Answer(answerSecrets, answerPii));
  }

  private static Act raised(Rule here, Act now, Rule rule, Act act) {
    return here == rule ? Act.stricter(now, act) : now;
  }
}
