package dev.assay.gateway.content;

import com.google.re2j.Pattern;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object or array of a JSON text, and what its fields tell of it. They may come after what it
 * holds, so nothing is asked of it before the text was read to its end.
 */
final class JsonPlace {
  private static final Pattern FIELD = Pattern.compile("[a-z_]{1,40}");
  private static final int MAX_CHARS = 120;

  /** What a call gives to a tool, or a tool's own JSON: any field in it is somebody's text. */
  private static final Set<String> FREE = Set.of("input", "arguments");

  /** Outermost fields of a request whose own fields are an app's. */
  private static final String FREE_OUTERMOST = "metadata";

  /** Outermost fields that describe what may be given to a tool, or be answered. */
  private static final Set<String> SCHEMAS =
      Set.of("tools", "functions", "response_format", "text", "output_config", "output_format");

  private final @Nullable JsonPlace parent;
  private final boolean array;
  private final int position;

  /** The field it is the value of; in an array, the array's own. */
  private final String name;

  private final boolean content;
  private final boolean free;

  private String field = "";
  private int items;
  private boolean error;
  private String type = "";
  private String role = "";
  private int index = -1;
  private int output = -1;
  private int part = -1;
  private int summary = -1;

  private JsonPlace(
      @Nullable JsonPlace parent, boolean array, int position, String name, boolean content) {
    this.parent = parent;
    this.array = array;
    this.position = position;
    this.name = name;
    this.content = content;
    this.free = parent != null && (parent.free || (!array && isFree(parent, name)));
  }

  private static boolean isFree(JsonPlace parent, String name) {
    if (parent.parent == null) {
      return name.equals(FREE_OUTERMOST);
    }
    return !parent.array && FREE.contains(name) && !SCHEMAS.contains(parent.outermost());
  }

  /** The outermost field that it is in, or is. */
  private String outermost() {
    return parent == null || parent.parent == null ? name : parent.outermost();
  }

  static JsonPlace root() {
    return new JsonPlace(null, false, -1, "", false);
  }

  /** What the parser enters now. */
  JsonPlace enter(boolean isArray, Contents contents) {
    String of = array ? name : field;
    error |= !isArray && of.equals("error");
    return new JsonPlace(this, isArray, array ? items++ : -1, of, holdsContent(contents));
  }

  /** Whether the value that comes next belongs to what people and models wrote. */
  boolean holdsContent(Contents contents) {
    if (parent == null) {
      return contents.holds(field);
    }
    boolean wrapped = parent.parent == null && Contents.WRAPPERS.contains(name);
    return content || (wrapped && Contents.WRAPPED.contains(field));
  }

  void field(String next) {
    field = next;
  }

  /** Whether an object of that name is in it. */
  boolean hasError() {
    return error;
  }

  /** The field of the value that comes next; in an array, the array's own. */
  String leaf() {
    return array ? name : field;
  }

  /** A number of its own. */
  void number(int value) {
    switch (field) {
      case "index" -> index = value;
      case "output_index" -> output = value;
      case "content_index" -> part = value;
      case "summary_index" -> summary = value;
      default -> {
        // Says nothing of where it stands.
      }
    }
  }

  /** A word of its own. */
  void word(String value) {
    switch (field) {
      case "type" -> type = value;
      case "role" -> role = value;
      default -> {
        // Says nothing of what it is.
      }
    }
  }

  boolean free() {
    return free;
  }

  /** Whether it is the array of an outermost field, such as that of an answer's choices. */
  boolean isOutermostArray() {
    return array && parent != null && parent.parent == null;
  }

  String type() {
    return type;
  }

  @Nullable JsonPlace parent() {
    return parent;
  }

  /** The item of an outermost array that it is, or is in: a choice, an output, a block. */
  int scope() {
    if (parent == null) {
      return output >= 0 ? output : index;
    }
    return parent.isOutermostArray() ? (index >= 0 ? index : position) : parent.scope();
  }

  /** Whether it is in what a tool brought back. */
  boolean inToolResult() {
    return role.equals("tool")
        || role.equals("function")
        || type.endsWith("tool_result")
        || type.endsWith("_call_output")
        || (parent != null && parent.inToolResult());
  }

  /** Where the value of a field of it stands, such as {@code messages[2].content}. */
  String of(String leafName, int item) {
    String here = path();
    boolean named = !array && !free;
    String whole =
        array
            ? here + "[" + item + "]"
            : named ? (here.isEmpty() ? "" : here + ".") + shown(leafName) : here;
    return whole.length() <= MAX_CHARS ? whole : whole.substring(0, MAX_CHARS);
  }

  /** The number that the next item of this array has. */
  int nextItem() {
    return array ? items++ : -1;
  }

  private String path() {
    if (parent == null) {
      return inEvent();
    }
    if (parent.free) {
      return parent.path();
    }
    if (parent.array) {
      return parent.path() + "[" + (index >= 0 ? index : position) + "]";
    }
    String before = parent.path();
    return before.isEmpty() ? shown(name) : before + "." + shown(name);
  }

  /** Where an event that speaks of one part of an answer stands in it. */
  private String inEvent() {
    if (output >= 0) {
      String of = part >= 0 ? ".content[" + part + "]" : "";
      return "output[" + output + "]" + (summary >= 0 ? ".summary[" + summary + "]" : of);
    }
    return index >= 0 ? "content[" + index + "]" : "";
  }

  private static String shown(String field) {
    return FIELD.matches(field) ? field : "*";
  }
}
