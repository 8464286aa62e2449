package dev.assay.policies.engine;

import dev.assay.config.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Cuts Rego source into tokens, so that what stands in a string or a comment is never taken for
 * code, nor code for a string. Tokens as in OPA's policy reference, "Grammar".
 */
final class RegoLexer {
  private final String file;
  private final String source;
  private final List<RegoToken> tokens = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private int at;
  private int line = 1;

  RegoLexer(String file, String source) {
    this.file = file;
    this.source = source;
    while (at < source.length()) {
      next();
    }
  }

  List<RegoToken> tokens() {
    return List.copyOf(tokens);
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  private void next() {
    char c = source.charAt(at);
    if (c == '\n') {
      line++;
      at++;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      at++;
    } else if (c == '#') {
      skipComment();
    } else if (c == '"') {
      quoted();
    } else if (c == '`') {
      raw();
    } else if (isNameStart(c)) {
      take(RegoToken.Kind.NAME, endOf(RegoLexer::isNamePart));
    } else if (c >= '0' && c <= '9') {
      take(RegoToken.Kind.NUMBER, endOf(RegoLexer::isNamePart));
    } else if (c == ':' && at + 1 < source.length() && source.charAt(at + 1) == '=') {
      take(RegoToken.Kind.SYMBOL, at + 2);
    } else if (".,:;=!<>+-*/%&|()[]{}".indexOf(c) >= 0) {
      take(RegoToken.Kind.SYMBOL, at + 1);
    } else {
      problems.add(
          new Problem(
              file, line, "the character '" + c + "'", "Rego outside of strings in plain ASCII"));
      at++;
    }
  }

  private void skipComment() {
    int end = source.indexOf('\n', at);
    at = end < 0 ? source.length() : end;
  }

  private void quoted() {
    int end = at + 1;
    while (end < source.length() && source.charAt(end) != '"' && source.charAt(end) != '\n') {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length() || source.charAt(end) != '"') {
      problems.add(new Problem(file, line, "a string without an end", "a closing \" in its line"));
      at = Math.min(end, source.length());
      return;
    }
    tokens.add(new RegoToken(RegoToken.Kind.STRING, "\"", line));
    at = end + 1;
  }

  private void raw() {
    int end = source.indexOf('`', at + 1);
    if (end < 0) {
      problems.add(new Problem(file, line, "a raw string without an end", "a closing `"));
      at = source.length();
      return;
    }
    tokens.add(new RegoToken(RegoToken.Kind.STRING, "`", line));
    line += (int) source.substring(at, end).chars().filter(c -> c == '\n').count();
    at = end + 1;
  }

  private void take(RegoToken.Kind kind, int end) {
    tokens.add(new RegoToken(kind, source.substring(at, end), line));
    at = end;
  }

  private int endOf(IntPredicate part) {
    int end = at;
    while (end < source.length() && part.test(source.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isNameStart(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isNamePart(int c) {
    return isNameStart(c) || (c >= '0' && c <= '9');
  }
}
