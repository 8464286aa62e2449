package dev.assay.policies.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.config.yaml.Problem;
import dev.assay.policies.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks OPA's type checker whether each rule of a tenant adds elements of the right shape, by two
 * modules that are checked beside the tenant's own and never built. The first repeats the tenant's
 * rules, each under a name of its own: in one set the right elements of one rule would hide the
 * wrong ones of another. The second takes the elements of each apart, a rule a line. What is only
 * known at run time passes here.
 */
final class RegoShapes {
  private static final String REPEATED = "repeated.rego";
  private static final String ASSERTED = "asserted.rego";
  private static final int LINES_BEFORE_ASSERTIONS = 1;

  private final String file;
  private final List<TenantRegoCheck.Addition> additions;
  private final String repeated;
  private final String asserted;

  /**
   * @param file how the source is named in problems
   * @param source what {@link TenantRegoCheck} found without problems
   * @param additions what it found in it
   */
  RegoShapes(
      String file, TenantId tenant, String source, List<TenantRegoCheck.Addition> additions) {
    this.file = file;
    this.additions = List.copyOf(additions);
    List<String> lines = new ArrayList<>(List.of(source.split("\n", -1)));
    List<String> assertions = new ArrayList<>(List.of("package assay.tenants." + tenant));
    for (TenantRegoCheck.Addition addition : additions) {
      int at = addition.line() - 1;
      String name = "assay_line_" + addition.line();
      lines.set(at, lines.get(at).replaceFirst(addition.set().word(), name));
      assertions.add(addition.set().assertion(name));
    }
    this.repeated = String.join("\n", lines) + "\n";
    this.asserted = String.join("\n", assertions) + "\n";
  }

  /** The modules by their file names. */
  Map<String, String> modules() {
    return Map.of(REPEATED, repeated, ASSERTED, asserted);
  }

  /** What these errors of {@code opa check} mean for the tenant's file; empty if nothing. */
  List<Problem> problems(JsonNode errors) {
    List<Problem> problems = new ArrayList<>();
    for (JsonNode error : errors) {
      int at = error.at("/location/row").asInt() - LINES_BEFORE_ASSERTIONS - 1;
      if (error.at("/location/file").asText().equals(ASSERTED)
          && at >= 0
          && at < additions.size()) {
        problems.add(problem(additions.get(at), error.path("details")));
      }
    }
    return problems;
  }

  private Problem problem(TenantRegoCheck.Addition addition, JsonNode details) {
    JsonNode element = details.path("b");
    String found =
        element.isMissingNode()
            ? "a " + typeName(details.at("/have/0/type").asText("value")) + " in what is added to "
            : described(element) + " added to ";
    return new Problem(
        file, addition.line(), found + addition.set().word(), addition.set().shape());
  }

  private static String described(JsonNode type) {
    String name = typeName(type.path("type").asText());
    if (!name.equals("object")) {
      return (name.startsWith("a") ? "an " : "a ") + name;
    }
    return "an object of "
        + type.path("static")
            .valueStream()
            .map(field -> field.path("key").asText())
            .collect(Collectors.joining(", "));
  }

  private static String typeName(String type) {
    return type.equals("string") ? "text" : type;
  }
}
