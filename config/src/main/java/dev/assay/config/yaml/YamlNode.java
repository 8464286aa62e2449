package dev.assay.config.yaml;

import java.util.List;

/** A piece of a YAML file and the line it, or the key it stands under, starts at (1 the first). */
public sealed interface YamlNode {
  int line();

  /** Keys and values in the order of the file; no key stands twice. */
  record Mapping(int line, List<Entry> entries) implements YamlNode {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /** One key of a mapping. */
  record Entry(String key, int line, YamlNode value) {}

  /** A list. */
  record Sequence(int line, List<YamlNode> items) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /**
   * A single value. Its text may be a secret, so it does not print.
   *
   * @param text the value, placeholders filled in
   * @param written the value as it stands in the file
   * @param quoted whether it stands in quotes or in a block, and so is text whatever it looks like
   */
  record Scalar(int line, String text, String written, boolean quoted) implements YamlNode {
    @Override
    public String toString() {
      return "Scalar[line=" + line + "]";
    }
  }

  /** Something already reported as a problem; whoever reads it stays silent. */
  record Refused(int line) implements YamlNode {}
}
