package dev.assay.config.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One value of a file, asked for what it should be. A value that is something else is reported and
 * read as empty, so that reading goes on and finds the next mistake too.
 */
public final class Value {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?");

  private final String name;
  private final YamlNode node;
  private final Problems problems;

  /**
   * A value.
   *
   * @param name where it stands, such as {@code limits.requests_per_minute}
   */
  Value(String name, YamlNode node, Problems problems) {
    this.name = name;
    this.node = node;
    this.problems = problems;
  }

  /** Where it stands, such as {@code limits.requests_per_minute}. */
  public String name() {
    return name;
  }

  /** The line it starts at. */
  public int line() {
    return node.line();
  }

  /** What stands there, unread. */
  public YamlNode node() {
    return node;
  }

  /** Reports this value as a problem. Never pass a secret. */
  public void refuse(String found, String allowed) {
    problems.add(line(), found, allowed);
  }

  /** What the file says that this value names; what is wrong with it is wrong here too. */
  public <T> Optional<T> included(Checked<T> other) {
    return switch (other) {
      case Checked.Valid<T>(T read) -> Optional.of(read);
      case Checked.Invalid<T>(List<Problem> found) -> {
        problems.addAll(found);
        yield Optional.empty();
      }
    };
  }

  /** A whole number between the two, both included. */
  public Optional<Long> whole(long min, long max) {
    String allowed = "a whole number from " + min + " to " + max;
    return plain(allowed, WHOLE)
        .flatMap(scalar -> {
          long number = Long.parseLong(scalar.text());
          return number >= min && number <= max ? Optional.of(number) : refused(scalar, allowed);
        });
  }

  /** A decimal number between the two, both included. */
  public Optional<Double> decimal(double min, double max) {
    String allowed = "a number from " + shortest(min) + " to " + shortest(max);
    return plain(allowed, DECIMAL)
        .flatMap(scalar -> {
          double number = Double.parseDouble(scalar.text());
          return number >= min && number <= max ? Optional.of(number) : refused(scalar, allowed);
        });
  }

  /** A decimal number between the two, both included, kept exactly as it is written. */
  public Optional<BigDecimal> exact(int decimals, BigDecimal min, BigDecimal max) {
    String allowed =
        "a number from %s to %s with at most %d decimals"
            .formatted(min.toPlainString(), max.toPlainString(), decimals);
    return plain(allowed, DECIMAL)
        .flatMap(scalar -> {
          BigDecimal number = new BigDecimal(scalar.text());
          boolean allows =
              number.compareTo(min) >= 0
                  && number.compareTo(max) <= 0
                  && number.stripTrailingZeros().scale() <= decimals;
          return allows ? Optional.of(number) : refused(scalar, allowed);
        });
  }

  /** {@code true} or {@code false}; YAML's other spellings of them are refused. */
  public Optional<Boolean> flag() {
    return plain("true or false", Pattern.compile("true|false"))
        .map(scalar -> scalar.text().equals("true"));
  }

  /** One of a closed set of words. */
  public <T> Optional<T> word(Map<String, T> words) {
    String allowed = "one of " + String.join(", ", words.keySet());
    return scalar(allowed)
        .flatMap(scalar ->
            Optional.ofNullable(words.get(scalar.text()))
                .or(() -> refused(scalar, meant(scalar.text(), words.keySet(), allowed))));
  }

  /** Text that follows a rule. */
  public Optional<String> text(TextRule rule) {
    return scalar(rule.allowed())
        .flatMap(scalar ->
            rule.allows(scalar.text())
                ? Optional.of(scalar.text())
                : refused(scalar, rule.allowed()));
  }

  /** A list of {@code min} to {@code max} items; items read as empty are left out. */
  public <T> List<T> list(int min, int max, Function<Value, Optional<T>> item) {
    String allowed = "a list of " + min + " to " + max + " items";
    return switch (node) {
      case YamlNode.Sequence list when list.items().size() < min || list.items().size() > max -> {
        refuse(name + " with " + list.items().size() + " items", allowed);
        yield List.of();
      }
      case YamlNode.Sequence list -> {
        List<T> items = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
          Value value = new Value(name + "[" + i + "]", list.items().get(i), problems);
          item.apply(value).ifPresent(items::add);
        }
        yield items;
      }
      case YamlNode.Mapping mapping -> {
        refuse(name + " with keys", allowed);
        yield List.of();
      }
      case YamlNode.Scalar scalar -> {
        refused(scalar, allowed);
        yield List.of();
      }
      case YamlNode.Refused refused -> List.of();
    };
  }

  /** A mapping with known keys. */
  public <T> Optional<T> fields(Function<Fields, T> read) {
    return mapping().map(mapping -> new Fields(name, mapping, problems).read(read));
  }

  /** A mapping whose keys the writer chooses, in the order of the file. */
  public <T> Map<String, T> named(
      int max, TextRule key, BiFunction<String, Value, Optional<T>> read) {
    Map<String, T> named = new LinkedHashMap<>();
    mapping()
        .ifPresent(mapping -> {
          if (mapping.entries().size() > max) {
            refuse(name + " with " + mapping.entries().size() + " keys", "at most " + max);
            return;
          }
          for (YamlNode.Entry entry : mapping.entries()) {
            if (!key.allows(entry.key())) {
              String found = "the name " + Shown.quoted(entry.key()) + " in " + name;
              problems.add(entry.line(), found, key.allowed());
            }
            Value value = new Value(name + "." + safe(entry.key()), entry.value(), problems);
            read.apply(entry.key(), value).ifPresent(it -> named.put(entry.key(), it));
          }
        });
    return named;
  }

  /** What was probably meant, else all that is allowed. */
  static String meant(String word, Collection<String> known, String allowed) {
    return Nearest.to(word, known)
        .map(near -> "\"" + near + "\" perhaps, or " + allowed)
        .orElse(allowed);
  }

  private Optional<YamlNode.Mapping> mapping() {
    return switch (node) {
      case YamlNode.Mapping mapping -> Optional.of(mapping);
      case YamlNode.Sequence list -> {
        refuse("a list as " + name, "keys and values");
        yield Optional.empty();
      }
      case YamlNode.Scalar scalar -> refused(scalar, "keys and values");
      case YamlNode.Refused refused -> Optional.empty();
    };
  }

  private Optional<YamlNode.Scalar> plain(String allowed, Pattern form) {
    return scalar(allowed)
        .flatMap(scalar ->
            !form.matcher(scalar.text()).matches()
                ? refused(scalar, allowed)
                : scalar.quoted() ? text(scalar, allowed) : Optional.of(scalar));
  }

  private Optional<YamlNode.Scalar> scalar(String allowed) {
    return switch (node) {
      case YamlNode.Scalar scalar -> Optional.of(scalar);
      case YamlNode.Sequence list -> {
        refuse("a list as " + name, allowed);
        yield Optional.empty();
      }
      case YamlNode.Mapping mapping -> {
        refuse("keys and values as " + name, allowed);
        yield Optional.empty();
      }
      case YamlNode.Refused refused -> Optional.empty();
    };
  }

  private <T> Optional<T> text(YamlNode.Scalar scalar, String allowed) {
    refuse(
        name + " " + Shown.quoted(scalar.text()) + ", which quotes make text",
        allowed + ", without quotes");
    return Optional.empty();
  }

  private <T> Optional<T> refused(YamlNode.Scalar scalar, String allowed) {
    boolean empty = scalar.written().isEmpty() && !scalar.quoted();
    refuse(empty ? "nothing as " + name : name + " " + Shown.quoted(scalar.written()), allowed);
    return Optional.empty();
  }

  private static String safe(String key) {
    String shown = Shown.quoted(key);
    return shown.equals("\"" + key + "\"") ? key : shown;
  }

  private static String shortest(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
