package dev.assay.learners.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.assay.policies.canonical.CanonicalJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the labels a system message allows: a JSON array of strings, a bulleted or numbered list,
 * or names separated by commas behind a colon ({@code Labels: a, b, c}), in this order.
 */
final class LabelList {
  static final int MAX_LABELS = 1_000;
  static final int MAX_LABEL_CHARS = 200;

  private static final Pattern BULLET =
      Pattern.compile("^\\s*(?:[-*\u2022]|\\d{1,4}[.)])\\s+(.{1,400}?)\\s*$");
  private static final Pattern HEADED =
      Pattern.compile(
          "(?i)\\b(?:labels?|intents?|categor(?:y|ies)|classes|options|choices)\\b[^:\\n]{0,80}:"
              + "\\s*([^\\n]*)");

  private LabelList() {}

  static List<String> read(String text) {
    List<String> labels = jsonArray(text);
    if (labels.isEmpty()) {
      labels = bullets(text);
    }
    if (labels.isEmpty()) {
      labels = behindColon(text);
    }
    return bounded(labels);
  }

  private static List<String> jsonArray(String text) {
    for (int open = text.indexOf('['); open >= 0; open = text.indexOf('[', open + 1)) {
      int close = text.indexOf(']', open);
      if (close < 0) {
        return List.of();
      }
      try {
        String[] found =
            CanonicalJson.MAPPER.readValue(text.substring(open, close + 1), String[].class);
        if (found.length > 1 && !Arrays.asList(found).contains(null)) {
          return List.of(found);
        }
      } catch (JsonProcessingException notLabels) {
        // Brackets of prose; the next ones may hold the labels.
      }
    }
    return List.of();
  }

  private static List<String> bullets(String text) {
    List<String> found = new ArrayList<>();
    for (String line : text.split("\\R", -1)) {
      Matcher bullet = BULLET.matcher(line);
      if (bullet.matches()) {
        found.add(unquoted(bullet.group(1)));
      }
    }
    return found.size() > 1 ? found : List.of();
  }

  private static List<String> behindColon(String text) {
    Matcher headed = HEADED.matcher(text);
    while (headed.find()) {
      List<String> found = new ArrayList<>();
      for (String name : headed.group(1).split(",", -1)) {
        found.add(unquoted(name));
      }
      if (found.size() > 1) {
        int last = found.size() - 1;
        found.set(last, found.get(last).replaceFirst("\\.$", ""));
        return found;
      }
    }
    return List.of();
  }

  private static String unquoted(String name) {
    return name.strip().replaceAll("^[\"'`]|[\"'`,;]+$", "").strip();
  }

  private static List<String> bounded(List<String> found) {
    Set<String> labels = new LinkedHashSet<>();
    for (String label : found) {
      if (label.isBlank()) {
        continue;
      }
      if (label.length() > MAX_LABEL_CHARS) {
        throw new PromptRefused(
            "messages", "a label is longer than " + MAX_LABEL_CHARS + " characters; shorten it");
      }
      labels.add(label);
      if (labels.size() > MAX_LABELS) {
        throw new PromptRefused(
            "messages", "more than " + MAX_LABELS + " labels; list fewer in the system message");
      }
    }
    return List.copyOf(labels);
  }
}
