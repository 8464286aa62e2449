package dev.assay.config;

import dev.assay.config.yaml.Problems;
import dev.assay.config.yaml.TextRule;
import dev.assay.config.yaml.Value;
import dev.assay.config.yaml.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in {@code ${env:NAME}} and {@code ${file:PATH}} wherever a value stands. What was filled in
 * is not shown: messages about a value repeat it as it is written in the file.
 */
final class Placeholders {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{(?:env:([A-Za-z_][A-Za-z0-9_]{0,127})|file:([^}]{1,1024}))\\}");
  private static final String FORMS = "${env:NAME} or ${file:PATH}";
  private static final int MAX_FILE_BYTES = 64 * 1024;
  private static final TextRule CREDENTIAL =
      TextRule.matching("[\\x21-\\x7e]{1,8192}", "1 to 8192 printable characters without spaces");

  private static final Pattern WITH_SCHEME =
      Pattern.compile("(?:(?:Bearer|Basic|Api-Token) )?" + PLACEHOLDER.pattern());
  private static final TextRule HEADER =
      TextRule.matching("[\\x20-\\x7e]{1,8192}", "1 to 8192 printable characters");

  /** Stands for a secret that was refused; never used, as nothing is built then. */
  static final Secret REFUSED = Secret.of("refused");

  private final Map<String, String> env;
  private final Problems problems;

  Placeholders(Map<String, String> env, Problems problems) {
    this.env = env;
    this.problems = problems;
  }

  /** The tree with every placeholder filled in; a value whose placeholder fails is refused. */
  YamlNode.Mapping fill(YamlNode.Mapping mapping) {
    return new YamlNode.Mapping(
        mapping.line(),
        mapping.entries().stream()
            .map(entry -> new YamlNode.Entry(entry.key(), entry.line(), fill(entry.value())))
            .toList());
  }

  private YamlNode fill(YamlNode node) {
    return switch (node) {
      case YamlNode.Mapping mapping -> fill(mapping);
      case YamlNode.Sequence list ->
          new YamlNode.Sequence(list.line(), list.items().stream().map(this::fill).toList());
      case YamlNode.Scalar scalar -> scalar.text().contains("${") ? filled(scalar) : scalar;
      case YamlNode.Refused refused -> refused;
    };
  }

  private YamlNode filled(YamlNode.Scalar scalar) {
    StringBuilder text = new StringBuilder();
    Matcher matcher = PLACEHOLDER.matcher(scalar.text());
    int from = 0;
    while (matcher.find()) {
      Optional<String> value =
          matcher.group(1) != null
              ? variable(scalar.line(), matcher.group(1))
              : file(scalar.line(), matcher.group(2));
      if (value.isEmpty()) {
        return new YamlNode.Refused(scalar.line());
      }
      text.append(scalar.text(), from, matcher.start()).append(value.get());
      from = matcher.end();
    }
    String rest = scalar.text().substring(from);
    if (PLACEHOLDER.matcher(scalar.text()).replaceAll("").contains("${")) {
      problems.add(scalar.line(), "a placeholder of another form", FORMS);
      return new YamlNode.Refused(scalar.line());
    }
    return new YamlNode.Scalar(
        scalar.line(), text.append(rest).toString(), scalar.written(), scalar.quoted());
  }

  private Optional<String> variable(int line, String name) {
    String value = env.get(name);
    if (value == null || value.isBlank()) {
      problems.add(
          line, "${env:" + name + "}, which is not set", "the environment variable to be set");
      return Optional.empty();
    }
    return Optional.of(value);
  }

  private Optional<String> file(int line, String path) {
    try (InputStream bytes = Files.newInputStream(Path.of(path))) {
      byte[] content = bytes.readNBytes(MAX_FILE_BYTES + 1);
      String text = new String(content, StandardCharsets.UTF_8).strip();
      if (content.length <= MAX_FILE_BYTES && !text.isEmpty()) {
        return Optional.of(text);
      }
    } catch (IOException | InvalidPathException unreadable) {
      // Falls through to the one message that fits all of them.
    }
    problems.add(
        line,
        "${file:" + path + "}, which cannot be read",
        "a readable file of 1 to " + MAX_FILE_BYTES + " bytes");
    return Optional.empty();
  }

  /** A credential, which may stand in a file as a placeholder alone. */
  static Secret secret(Value value) {
    return secret(value, PLACEHOLDER, CREDENTIAL);
  }

  /** A header's value that is or holds a credential: a placeholder, with its scheme before it. */
  static Secret header(Value value) {
    return secret(value, WITH_SCHEME, HEADER);
  }

  private static Secret secret(Value value, Pattern written, TextRule rule) {
    switch (value.node()) {
      case YamlNode.Scalar scalar when !written.matcher(scalar.written()).matches() ->
          value.refuse(
              "a literal value as " + value.name(), FORMS + ", so that no key is in a file");
      case YamlNode.Scalar scalar when rule.allows(scalar.text()) -> {
        return Secret.of(scalar.text());
      }
      case YamlNode.Scalar scalar ->
          value.refuse(value.name() + " in a form no key has", rule.allowed());
      case YamlNode.Sequence list -> value.refuse("a list as " + value.name(), FORMS);
      case YamlNode.Mapping mapping -> value.refuse("keys and values as " + value.name(), FORMS);
      case YamlNode.Refused refused -> {}
    }
    return REFUSED;
  }

  /** Whether a text can be sent as a credential. */
  static boolean isCredential(String text) {
    return CREDENTIAL.allows(text);
  }
}
