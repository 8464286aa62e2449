package dev.assay.config.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A closed set of words and what each stands for. */
public final class Words {
  private Words() {}

  /** The words of these values, in their order. */
  public static <T> Map<String, T> of(List<T> values, Function<T, String> word) {
    Map<String, T> words = new LinkedHashMap<>();
    values.forEach(value -> words.put(word.apply(value), value));
    return Collections.unmodifiableMap(words);
  }
}
