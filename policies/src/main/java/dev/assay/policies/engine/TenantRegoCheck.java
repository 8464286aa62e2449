package dev.assay.policies.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.config.yaml.Problem;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.tenant.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a tenant's own Rego stays within what it may do: its own package, no data but {@code
 * input}, no function that reaches out or knows the time, and nothing but additions to the sets
 * {@code deny}, {@code approvals}, {@code obligations} and {@code content_rules}. Everything else
 * is a problem with its line. It needs no {@code opa} and does not replace its compiler: what
 * passes here may still fail to compile.
 */
final class TenantRegoCheck {
  static final int MAX_SOURCE_CHARS = 64 * 1024;
  private static final Set<String> BEFORE_A_PARENTHESIS = Set.of("if", "in", "not", "set", "every");
  private static final Set<String> CALLABLE = callable();

  private final String file;
  private final List<RegoToken> tokens;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Addition> additions = new ArrayList<>();
  private int at;

  private TenantRegoCheck(String file, List<RegoToken> tokens) {
    this.file = file;
    this.tokens = tokens;
  }

  /** A rule that adds to a set; its head is the first on that line. */
  record Addition(TenantSet set, int line) {}

  /**
   * What a source was found to be.
   *
   * @param problems all of them, in the order of their lines; none when it may be compiled
   * @param additions its rules, in the order of their lines; complete when there are no problems
   */
  record Findings(List<Problem> problems, List<Addition> additions) {}

  /** Every problem of this source, in the order of their lines; none when it may be compiled. */
  static List<Problem> problems(String file, TenantId tenant, String source) {
    return findings(file, tenant, source).problems();
  }

  static Findings findings(String file, TenantId tenant, String source) {
    if (source.length() > MAX_SOURCE_CHARS) {
      return new Findings(
          List.of(
              new Problem(
                  file,
                  0,
                  source.length() + " characters",
                  "at most " + MAX_SOURCE_CHARS + "; move data into the tenant's YAML")),
          List.of());
    }
    RegoLexer lexer = new RegoLexer(file, source);
    if (!lexer.problems().isEmpty()) {
      return new Findings(lexer.problems(), List.of());
    }
    TenantRegoCheck check = new TenantRegoCheck(file, lexer.tokens());
    check.header(tenant);
    while (check.at < check.tokens.size()) {
      check.statement();
    }
    check.references();
    check.problems.sort(Comparator.comparingInt(Problem::line));
    return new Findings(List.copyOf(check.problems), List.copyOf(check.additions));
  }

  private void header(TenantId tenant) {
    String wanted = "package assay.tenants." + tenant;
    int line = tokens.isEmpty() ? 1 : tokens.getFirst().line();
    String found = restOfLine(line);
    if (!found.equals(wanted)) {
      problem(line, found.isEmpty() ? "nothing" : "'" + found + "'", wanted + " as the first line");
    }
  }

  private void statement() {
    RegoToken first = tokens.get(at);
    if (first.is("import")) {
      String found = restOfLine(first.line());
      if (!found.equals("import rego.v1")) {
        problem(first.line(), "'" + found + "'", "no import, or import rego.v1");
      }
    } else if (TenantSet.named(first.text()).isPresent() && at + 1 < tokens.size()) {
      addition(first);
    } else {
      int start = at;
      String found = restOfLine(first.line());
      problem(
          first.line(),
          "'" + found + "'",
          "'deny contains', 'approvals contains', 'obligations contains' or"
              + " 'content_rules contains'");
      at = start;
      skipStatement();
    }
  }

  /** {@code SET contains TERM [if BODY]}, where TERM and BODY end with their braces or line. */
  private void addition(RegoToken set) {
    at++;
    if (!tokens.get(at).is("contains")) {
      String found = set.text() + " " + restOfLine(set.line());
      problem(set.line(), "'" + found + "'", "'" + set.text() + " contains …'");
      return;
    }
    at++;
    TenantSet.named(set.text()).ifPresent(to -> additions.add(new Addition(to, set.line())));
    term();
    if (at < tokens.size() && tokens.get(at).is("if")) {
      at++;
      body();
    }
    if (at < tokens.size() && tokens.get(at).line() == tokens.get(at - 1).line()) {
      RegoToken next = tokens.get(at);
      problem(next.line(), "'" + restOfLine(next.line()) + "' after a rule", "a new line");
    }
  }

  private void term() {
    if (at < tokens.size() && tokens.get(at).opens()) {
      skipGroup();
    } else if (at < tokens.size()) {
      at++;
    }
  }

  private void body() {
    if (at < tokens.size() && tokens.get(at).is("{")) {
      skipGroup();
      return;
    }
    int start = at;
    skipStatement();
    for (int i = start; i < at; i++) {
      RegoToken token = tokens.get(i);
      boolean ends = token.is(";") || token.is(":=") || token.is("if");
      if (ends || (token.is("contains") && !isCall(i))) {
        problem(token.line(), "'" + token.text() + "' in a body without braces", "{ … } around it");
      }
    }
  }

  /** To the end of the line, or of the line in which the last bracket opened here is closed. */
  private void skipStatement() {
    int line = at < tokens.size() ? tokens.get(at).line() : 0;
    while (at < tokens.size() && tokens.get(at).line() == line) {
      if (tokens.get(at).opens()) {
        skipGroup();
        line = tokens.get(at - 1).line();
      } else {
        at++;
      }
    }
  }

  private void skipGroup() {
    int depth = 0;
    int opening = tokens.get(at).line();
    do {
      RegoToken token = tokens.get(at++);
      depth += token.opens() ? 1 : token.closes() ? -1 : 0;
    } while (depth > 0 && at < tokens.size());
    if (depth > 0) {
      problem(opening, "a bracket that is never closed", "its closing bracket");
    }
  }

  /** Looks at every name of the file, whatever rule it stands in. */
  private void references() {
    for (int i = 0; i < tokens.size(); i++) {
      RegoToken token = tokens.get(i);
      boolean follows = i > 0 && tokens.get(i - 1).is(".");
      if (token.kind() != RegoToken.Kind.NAME || follows) {
        continue;
      }
      if (token.is("data")) {
        problem(token.line(), "'" + path(i) + "'", "only what stands under input");
      } else if (token.is("with") || token.is("else") || token.is("default")) {
        problem(token.line(), "'" + token.text() + "'", "rules without it: they only add to sets");
      } else if (isCall(i)) {
        call(i);
      }
    }
  }

  private void call(int i) {
    String function = path(i);
    if (!BEFORE_A_PARENTHESIS.contains(function) && !CALLABLE.contains(function)) {
      problem(
          tokens.get(i).line(),
          "the call '" + function + "'",
          "a function of rego/capabilities.json: none reaches out, keeps state or knows the time"
              + " (that is input.at)");
    }
  }

  private boolean isCall(int i) {
    int end = endOfPath(i);
    return end < tokens.size() && tokens.get(end).is("(");
  }

  private String path(int i) {
    StringBuilder path = new StringBuilder();
    tokens.subList(i, endOfPath(i)).forEach(token -> path.append(token.text()));
    return path.toString();
  }

  private int endOfPath(int i) {
    int end = i + 1;
    while (end + 1 < tokens.size()
        && tokens.get(end).is(".")
        && tokens.get(end + 1).kind() == RegoToken.Kind.NAME) {
      end += 2;
    }
    return end;
  }

  /** What is left of that line as one text, which is thereby read. */
  private String restOfLine(int line) {
    StringBuilder rest = new StringBuilder();
    boolean glued = true;
    while (at < tokens.size() && tokens.get(at).line() == line) {
      RegoToken token = tokens.get(at++);
      boolean joins = token.kind() == RegoToken.Kind.SYMBOL;
      rest.append(glued || joins ? "" : " ").append(token.text());
      glued = joins;
    }
    return rest.toString();
  }

  private void problem(int line, String found, String allowed) {
    problems.add(new Problem(file, line, found, allowed));
  }

  private static Set<String> callable() {
    try {
      Set<String> names = new HashSet<>();
      JsonNode capabilities =
          CanonicalJson.MAPPER.readTree(BaseRules.resource("capabilities.json"));
      capabilities.path("builtins").forEach(builtin -> names.add(builtin.path("name").asText()));
      return Set.copyOf(names);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "capabilities.json is not JSON; build Assay again", unreadable);
    }
  }
}
