package dev.assay.learners.scan;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The forms that are looked for together, compiled once for each combination. */
final class SoughtForms {
  private static final Map<Sought, SoughtForms> ONE = new EnumMap<>(Sought.class);
  private static final SoughtForms ALL = new SoughtForms(EnumSet.allOf(Sought.class));

  static {
    for (Sought sought : Sought.values()) {
      ONE.put(sought, new SoughtForms(EnumSet.of(sought)));
    }
  }

  private final List<SensitiveForm> forms = new ArrayList<>();
  private final List<Sought> soughtBy = new ArrayList<>();
  private final Pattern any;
  private final Pattern beginning;
  private final int longest;

  private SoughtForms(Set<Sought> all) {
    for (Sought sought : all) {
      for (SensitiveForm form : sought.forms()) {
        forms.add(form);
        soughtBy.add(sought);
      }
    }
    any = Pattern.compile(joined(forms.stream().map(form -> form.pattern().pattern()).toList()));
    beginning =
        Pattern.compile(
            "(?i)(?:" + joined(forms.stream().map(SensitiveForm::beginning).toList()) + ")\\z");
    longest = forms.stream().mapToInt(SensitiveForm::longest).max().orElse(0);
  }

  static SoughtForms of(Set<Sought> sought) {
    if (sought.size() == 1) {
      return ONE.getOrDefault(sought.iterator().next(), ALL);
    }
    if (sought.isEmpty()) {
      throw new IllegalArgumentException("nothing is sought");
    }
    return ALL;
  }

  private static String joined(List<String> patterns) {
    return patterns.stream().map(pattern -> "(?:" + pattern + ")").collect(Collectors.joining("|"));
  }

  List<SensitiveForm> forms() {
    return forms;
  }

  /** What the form at this position was sought for. */
  Sought soughtBy(int form) {
    return soughtBy.get(form);
  }

  /** Matches wherever one of the forms might. */
  Pattern any() {
    return any;
  }

  /** Matches from where the end of a text could become one of the forms. */
  Pattern beginning() {
    return beginning;
  }

  /** Characters of the longest form. */
  int longest() {
    return longest;
  }
}
