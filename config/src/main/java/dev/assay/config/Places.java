package dev.assay.config;

import java.util.HashMap;
import java.util.Map;

/** Remembers in which line a part of the configuration stands, for rules that look at several. */
final class Places {
  private final Map<String, Integer> lines = new HashMap<>();

  void put(String part, int line) {
    lines.put(part, line);
  }

  /** 0 when the part stands in no file. */
  int line(String part) {
    return lines.getOrDefault(part, 0);
  }
}
