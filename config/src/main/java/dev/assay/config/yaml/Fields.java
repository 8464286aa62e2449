package dev.assay.config.yaml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The known keys of one mapping. A key nobody asked for is reported with the one that was probably
 * meant; a key that is left out gives its default.
 */
public final class Fields {
  private final String name;
  private final YamlNode.Mapping mapping;
  private final Problems problems;
  private final Set<String> asked = new HashSet<>();

  Fields(String name, YamlNode.Mapping mapping, Problems problems) {
    this.name = name;
    this.mapping = mapping;
    this.problems = problems;
  }

  /** Reads a whole file; the keys that {@code read} does not ask for are unknown. */
  public static <T> T of(YamlNode.Mapping file, Problems problems, Function<Fields, T> read) {
    return new Fields("", file, problems).read(read);
  }

  <T> T read(Function<Fields, T> read) {
    T value = read.apply(this);
    refuseUnknown();
    return value;
  }

  /** The line the mapping starts at. */
  public int line() {
    return mapping.line();
  }

  /** The value of a key, if the file has it. */
  public Optional<Value> value(String key) {
    asked.add(key);
    for (YamlNode.Entry entry : mapping.entries()) {
      if (entry.key().equals(key)) {
        return Optional.of(new Value(path(key), entry.value(), problems));
      }
    }
    return Optional.empty();
  }

  /** The value of a key that must be there; {@code allowed} says what is missing. */
  public Optional<Value> required(String key, String allowed) {
    Optional<Value> value = value(key);
    if (value.isEmpty()) {
      problems.add(line(), "no " + path(key), path(key) + ": " + allowed);
    }
    return value;
  }

  public int integer(String key, int fallback, int min, int max) {
    return value(key).flatMap(it -> it.whole(min, max)).map(Math::toIntExact).orElse(fallback);
  }

  public long whole(String key, long fallback, long min, long max) {
    return value(key).flatMap(it -> it.whole(min, max)).orElse(fallback);
  }

  /** A share, 0 to 1. */
  public double share(String key, double fallback) {
    return value(key).flatMap(it -> it.decimal(0, 1)).orElse(fallback);
  }

  public boolean flag(String key, boolean fallback) {
    return value(key).flatMap(Value::flag).orElse(fallback);
  }

  public String text(String key, String fallback, TextRule rule) {
    return value(key).flatMap(it -> it.text(rule)).orElse(fallback);
  }

  public <T> T word(String key, T fallback, Map<String, T> words) {
    return value(key).flatMap(it -> it.word(words)).orElse(fallback);
  }

  /** A part of the file with keys of its own; all its defaults when it is left out. */
  public <T> T section(String key, Function<Fields, T> read) {
    Optional<Value> there = value(key);
    if (there.isEmpty()) {
      return read.apply(nothing(key, problems));
    }
    // What is no mapping is reported as that; its missing keys would only be noise.
    return there
        .flatMap(it -> it.fields(read))
        .orElseGet(() -> read.apply(nothing(key, new Problems(key))));
  }

  private Fields nothing(String key, Problems told) {
    return new Fields(path(key), new YamlNode.Mapping(line(), List.of()), told);
  }

  private void refuseUnknown() {
    List<String> known = new ArrayList<>(new TreeSet<>(asked));
    String all = "one of " + String.join(", ", known);
    String place = name.isEmpty() ? "" : " in " + name;
    for (YamlNode.Entry entry : mapping.entries()) {
      if (!asked.contains(entry.key())) {
        problems.add(
            entry.line(),
            "the unknown key " + Shown.quoted(entry.key()) + place,
            problems.full() ? all : Value.meant(entry.key(), known, all));
      }
    }
  }

  private String path(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }
}
