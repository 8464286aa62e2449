package dev.assay.config.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * Builds the tree from the parser's events. Working on events, not on SnakeYAML's own nodes, keeps
 * aliases from ever being followed and the depth bounded before anything is built.
 */
final class TreeBuilder {
  private final Parser events;
  private final Problems problems;

  TreeBuilder(Parser events, Problems problems) {
    this.events = events;
    this.problems = problems;
  }

  Optional<YamlNode.Mapping> document() {
    events.getEvent();
    if (events.checkEvent(Event.ID.StreamEnd)) {
      problems.add(0, "an empty file", "keys and values");
      return Optional.empty();
    }
    events.getEvent();
    YamlNode root;
    try {
      root = node(0);
    } catch (TooDeep deep) {
      problems.add(
          deep.line, "more than " + YamlReader.MAX_DEPTH + " levels", "fewer levels of nesting");
      return Optional.empty();
    }
    events.getEvent();
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      problems.add(
          line(events.peekEvent()), "a second document (\"---\")", "one document in a file");
    }
    return switch (root) {
      case YamlNode.Mapping mapping -> Optional.of(mapping);
      case YamlNode.Sequence list -> wrongRoot(list, "a list");
      case YamlNode.Scalar scalar -> wrongRoot(scalar, "a single value");
      case YamlNode.Refused refused -> Optional.empty();
    };
  }

  private Optional<YamlNode.Mapping> wrongRoot(YamlNode root, String what) {
    problems.add(root.line(), what, "keys and values");
    return Optional.empty();
  }

  private YamlNode node(int depth) {
    Event event = events.getEvent();
    int line = line(event);
    if (event instanceof AliasEvent) {
      problems.add(line, "an alias (\"*name\")", "the value itself");
      return new YamlNode.Refused(line);
    }
    boolean refused = refuseAnchorsAndTags(event);
    YamlNode node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar, line);
          case SequenceStartEvent start -> sequence(start, depth + 1);
          case MappingStartEvent start -> mapping(start, depth + 1);
          default -> throw new IllegalStateException("no node starts with " + event.getEventId());
        };
    return refused ? new YamlNode.Refused(line) : node;
  }

  private boolean refuseAnchorsAndTags(Event event) {
    boolean anchored = event instanceof NodeEvent node && node.getAnchor() != null;
    if (anchored) {
      problems.add(line(event), "an anchor (\"&name\")", "the value without it");
    }
    boolean tagged = tag(event) != null;
    if (tagged) {
      problems.add(line(event), "a tag (\"!name\")", "the value without it");
    }
    return anchored || tagged;
  }

  private static @Nullable String tag(Event event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getTag();
      case CollectionStartEvent start -> start.getTag();
      default -> null;
    };
  }

  private static YamlNode scalar(ScalarEvent event, int line) {
    boolean quoted = event.getScalarStyle() != ScalarStyle.PLAIN;
    return new YamlNode.Scalar(line, event.getValue(), event.getValue(), quoted);
  }

  private YamlNode sequence(SequenceStartEvent start, int depth) {
    bound(start, depth);
    List<YamlNode> items = new ArrayList<>();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(depth));
    }
    events.getEvent();
    return new YamlNode.Sequence(line(start), items);
  }

  private YamlNode mapping(MappingStartEvent start, int depth) {
    bound(start, depth);
    List<YamlNode.Entry> entries = new ArrayList<>();
    Map<String, Integer> firstLines = new HashMap<>();
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      YamlNode key = node(depth);
      YamlNode value = node(depth);
      switch (key) {
        case YamlNode.Scalar scalar -> {
          Integer first = firstLines.putIfAbsent(scalar.text(), scalar.line());
          if (first == null) {
            entries.add(new YamlNode.Entry(scalar.text(), scalar.line(), under(scalar, value)));
          } else {
            problems.add(
                scalar.line(),
                "the key " + Shown.quoted(scalar.text()) + " again",
                "each key once (it stands in line " + first + " already)");
          }
        }
        case YamlNode.Mapping other -> refuseKey(other);
        case YamlNode.Sequence other -> refuseKey(other);
        case YamlNode.Refused refused -> {}
      }
    }
    events.getEvent();
    return new YamlNode.Mapping(line(start), entries);
  }

  /** A part of the file starts where its name stands, not at the first line inside it. */
  private static YamlNode under(YamlNode.Scalar key, YamlNode value) {
    return switch (value) {
      case YamlNode.Mapping mapping -> new YamlNode.Mapping(key.line(), mapping.entries());
      case YamlNode.Sequence list -> new YamlNode.Sequence(key.line(), list.items());
      case YamlNode.Scalar scalar -> scalar;
      case YamlNode.Refused refused -> refused;
    };
  }

  private void refuseKey(YamlNode key) {
    problems.add(key.line(), "a list or mapping as a key", "a word as a key");
  }

  private static void bound(Event start, int depth) {
    if (depth > YamlReader.MAX_DEPTH) {
      throw new TooDeep(line(start));
    }
  }

  private static int line(Event event) {
    Mark mark = event.getStartMark();
    return mark == null ? 0 : mark.getLine() + 1;
  }

  /** Ends the reading at once: what is nested this deeply was not written by a person. */
  private static final class TooDeep extends RuntimeException {
    private final int line;

    TooDeep(int line) {
      super(null, null, false, false);
      this.line = line;
    }
  }
}
