package dev.assay.learners.scan;

import com.google.re2j.Pattern;
import dev.assay.learners.artifacts.Artifact;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.tenant.TenantPolicy;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Looks through what would be learned before anything else happens to it. Pure. */
public final class Scans {
  /** What a text of one item may have; longer ones are a finding. */
  public static final int MAX_TEXT_CHARS = 8_192;

  private static final int MAX_FINDINGS = 100;
  private static final int MAX_EXCERPT_CHARS = 48;
  private static final int MAX_ITEM_CHARS = 64;

  /** Ids stand in response headers and in logs. */
  private static final Pattern ITEM_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");

  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

  private static final Pattern WHITESPACE = Pattern.compile("\\s+");

  private Scans() {}

  /** Whether a text could be learned as it is: a learner leaves out the ones that could not. */
  public static boolean clean(String text) {
    List<Finding> findings = new ArrayList<>(1);
    text("text", text, findings);
    return findings.isEmpty();
  }

  /** Everything found, at most 100; empty is clean. */
  public static List<Finding> scan(Artifact artifact, TenantPolicy.Envelope envelope) {
    List<Finding> findings = new ArrayList<>();
    envelope(artifact, envelope, findings);
    switch (artifact) {
      case Artifact.Examples examples -> examples(examples, findings);
      case Artifact.Adapter adapter -> adapter(adapter, findings);
    }
    return findings.stream().limit(MAX_FINDINGS).toList();
  }

  private static void envelope(
      Artifact artifact, TenantPolicy.Envelope envelope, List<Finding> findings) {
    TenantPolicy.KindRules rules = envelope.kinds().get(artifact.kind());
    if (rules == null) {
      findings.add(
          new Finding("artifact", "envelope_kind", artifact.kind().word() + " may not be learned"));
      return;
    }
    if (artifact.size() > rules.maxItems()) {
      findings.add(
          new Finding(
              "artifact",
              "envelope_items",
              artifact.size() + " items, at most " + rules.maxItems()));
    }
    long bytes = CanonicalJson.bytes(artifact).length;
    if (artifact instanceof Artifact.Adapter adapter) {
      bytes += adapter.files().stream().mapToLong(Artifact.WeightFile::bytes).sum();
    }
    if (bytes > rules.maxBytes()) {
      findings.add(
          new Finding("artifact", "envelope_bytes", bytes + " bytes, at most " + rules.maxBytes()));
    }
  }

  private static void examples(Artifact.Examples artifact, List<Finding> findings) {
    if (artifact.examples().isEmpty()) {
      findings.add(new Finding("artifact", "empty", "no examples: retire the kind instead"));
    }
    Set<String> ids = new HashSet<>();
    for (Artifact.Example example : artifact.examples()) {
      if (findings.size() >= MAX_FINDINGS) {
        return;
      }
      String item = brief(example.id(), MAX_ITEM_CHARS);
      if (!ITEM_ID.matches(example.id())) {
        findings.add(
            new Finding(
                item, "item_id", "an id is 1 to 100 of letters, digits, '.', '_', ':', '-'"));
      }
      if (!ids.add(example.id())) {
        findings.add(new Finding(item, "duplicate_id", "an id names one example"));
      }
      if (example.input().isBlank() || example.output().isBlank()) {
        findings.add(new Finding(item, "empty", "an example has an input and an output"));
      }
      text(item, example.input(), findings);
      text(item, example.output(), findings);
    }
  }

  private static void adapter(Artifact.Adapter adapter, List<Finding> findings) {
    if (adapter.files().isEmpty()) {
      findings.add(new Finding("artifact", "empty", "an adapter names its files of weights"));
    }
    for (Artifact.WeightFile file : adapter.files()) {
      if (!FILE_NAME.matches(file.name())) {
        findings.add(new Finding("artifact", "weight_file_name", shown(file.name())));
      }
    }
    adapter
        .settings()
        .forEach((name, value) -> {
          rules(
              PosedInstructions.RULES, Scans::shown, brief(name, MAX_ITEM_CHARS), value, findings);
          hidden(brief(name, MAX_ITEM_CHARS), value, findings);
        });
  }

  private static void text(String item, String text, List<Finding> findings) {
    if (text.length() > MAX_TEXT_CHARS) {
      findings.add(
          new Finding(item, "too_long", text.length() + " characters, at most " + MAX_TEXT_CHARS));
      return;
    }
    hidden(item, text, findings);
    rules(PrivateData.RULES, Scans::masked, item, text, findings);
    rules(PosedInstructions.RULES, Scans::shown, item, text, findings);
  }

  private static void hidden(String item, String text, List<Finding> findings) {
    HiddenCharacters.find(text)
        .ifPresent(what -> findings.add(new Finding(item, "hidden_characters", what)));
  }

  /** The text as a model would read it: compatibility forms folded, hidden characters gone. */
  static String read(String text) {
    return HiddenCharacters.strip(Normalizer.normalize(text, Normalizer.Form.NFKC))
        .replace('\u2019', '\'');
  }

  private static void rules(
      List<TextRule> rules,
      UnaryOperator<String> excerpt,
      String item,
      String text,
      List<Finding> findings) {
    String read = read(text);
    String lowerCase = read.toLowerCase(Locale.ROOT);
    Set<String> seen = new HashSet<>();
    for (TextRule rule : rules) {
      if (seen.contains(rule.code())) {
        continue;
      }
      rule.find(read, lowerCase)
          .ifPresent(match -> {
            seen.add(rule.code());
            findings.add(new Finding(item, rule.code(), excerpt.apply(match)));
          });
    }
  }

  private static String masked(String match) {
    return brief(match, 2) + " (" + match.length() + " characters)";
  }

  /** An instruction is shown, but not the numbers or addresses that may stand inside it. */
  private static String shown(String match) {
    StringBuilder safe = new StringBuilder();
    for (String word : WHITESPACE.split(match.strip(), 0)) {
      safe.append(safe.isEmpty() ? "" : " ");
      safe.append(Scans.isNameable(word) ? word : "***");
    }
    return brief(safe.toString(), MAX_EXCERPT_CHARS);
  }

  private static boolean isNameable(String word) {
    return word.length() <= 24 && word.chars().noneMatch(c -> Character.isDigit(c) || c == '@');
  }

  private static String brief(String text, int chars) {
    int end = Math.min(chars, text.length());
    if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return HiddenCharacters.strip(text.substring(0, end)) + (end < text.length() ? "…" : "");
  }
}
