package dev.assay.gateway.demo;

import java.util.List;
import java.util.Locale;

/**
 * The outcome as one HTML page that needs nothing else: curves, intervals, and what was stopped.
 */
final class HtmlReport {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 360;
  private static final int LEFT = 48;
  private static final int BOTTOM = 32;
  private static final int TOP = 12;
  private static final int RIGHT = 130;

  private record Curve(String name, String colour, Arm arm) {}

  private HtmlReport() {}

  /** A page up to its first heading, as both demos have it. */
  static String head(String title) {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>%s</title>
    <style>
    body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
    h1{font-size:1.6rem} h2{font-size:1.15rem;margin-top:2rem}
    table{border-collapse:collapse;width:100%%} td,th{padding:.35rem .6rem;border-bottom:1px solid #d8dee4;text-align:left}
    td.n{font-variant-numeric:tabular-nums;white-space:nowrap} .bad{color:#b3261e} .good{color:#1a7f37}
    svg{width:100%%;height:auto} small{color:#57606a}
    </style></head><body>
    <h1>%s</h1>
    """
        .formatted(title, title);
  }

  static String page(Outcome outcome, String dataset, long seed, List<String> failures) {
    StringBuilder html = new StringBuilder(head("Assay demo"));
    html.append(
        String.format(
            Locale.ROOT,
            "<p>%,d requests of %s for every arm, seed %d, %.0f seconds. The model is Assay's sandbox:"
                + " a small classifier that stands in for an LLM, and is none.</p>",
            outcome.plan().stream().size(),
            escaped(dataset),
            seed,
            outcome.seconds()));
    verdict(html, failures);
    html.append("<h2>Accuracy over the stream</h2>").append(curves(outcome));
    accuracy(html, outcome);
    stories(html, outcome);
    return html.append("</body></html>\n").toString();
  }

  static void verdict(StringBuilder html, List<String> failures) {
    if (failures.isEmpty()) {
      html.append("<p class=good>Everything the demo claims came true in this run.</p>");
      return;
    }
    html.append("<p class=bad>Not everything came true:</p><ul class=bad>");
    failures.forEach(failure -> html.append("<li>").append(escaped(failure)).append("</li>"));
    html.append("</ul>");
  }

  private static void accuracy(StringBuilder html, Outcome outcome) {
    html.append("<h2>Last quarter</h2><p><small>An arm is a tenant with its own policy; every arm");
    html.append(
        " is sent the same requests. The gate: a change is served only after an evaluation");
    html.append(" and the policy let it pass.</small></p>");
    html.append("<table><tr><th>arm<th>right answers, 95 % interval<th></tr>");
    row(html, "frozen", outcome.frozen(), "learns nothing: the model alone");
    row(html, "learned", outcome.learned(), "examples learned from feedback, under governance");
    row(html, "nearest", outcome.nearest(), "control: the nearest example's label alone");
    row(html, "ceiling", outcome.ceiling(), "examples from all of the training split");
    row(html, "shuffled", outcome.shuffled(), "control: feedback dealt out at random, gated");
    row(html, "shuffled, ungated", outcome.ungated(), "the same without the gate");
    html.append("</table>");
  }

  private static void stories(StringBuilder html, Outcome outcome) {
    AdapterStory.Told adapter = outcome.adapter();
    html.append("<h2>Weight space: an adapter for tenant 'weights'</h2><table>");
    pair(html, "change", adapter.change() + ", " + adapter.reached());
    adapter
        .attempts()
        .forEach((way, status) -> pair(html, "before approval, " + way, "status " + status));
    pair(html, "these attempts in the audit log", Long.toString(adapter.audited()));
    pair(html, "votes refused", String.join(", ", adapter.refusedVotes()));
    pair(html, "approved by", String.join(", ", adapter.approvals()));
    pair(html, "accuracy before", adapter.before().toString());
    pair(html, "accuracy after", adapter.after().toString());
    pair(
        html,
        "forgetting",
        String.format(
            Locale.ROOT,
            "%.1f %% of what the model answered rightly before it answers wrongly with the adapter",
            100 * adapter.forgetting()));
    html.append("</table><h2>Attacks on tenant 'poisoned' by false corrections</h2><table>");
    pair(html, "one user, many at once", told(outcome.poison().burst()));
    pair(html, "many users, few each", told(outcome.poison().ring()));
    pair(
        html,
        "rollback of tenant 'poisoned'",
        "from release "
            + outcome.poison().rollbackFrom()
            + " to what release "
            + outcome.poison().rollbackTo()
            + " served");
    pair(
        html,
        "audit log",
        outcome.auditEntries() + " entries, " + (outcome.auditVerified() ? "verified" : "BROKEN"));
    html.append("</table>");
  }

  private static String told(PoisonStory.Ended ended) {
    return ended.decision() + " (" + ended.meaning() + "): " + String.join(" ", ended.reasons());
  }

  static void row(StringBuilder html, String name, Share share, String note) {
    html.append("<tr><td>").append(escaped(name)).append("<td class=n>");
    html.append(escaped(share.toString())).append("<td><small>").append(escaped(note));
    html.append("</small></tr>");
  }

  static void pair(StringBuilder html, String name, String value) {
    html.append("<tr><td>").append(escaped(name)).append("<td>").append(escaped(value));
    html.append("</tr>");
  }

  private static String curves(Outcome outcome) {
    List<Curve> curves =
        List.of(
            new Curve("learned", "#1a7f37", outcome.learnedArm()),
            new Curve("frozen", "#57606a", outcome.frozenArm()),
            new Curve("shuffled", "#9a6700", outcome.shuffledArm()),
            new Curve("ungated", "#b3261e", outcome.ungatedArm()),
            new Curve("ceiling", "#0969da", outcome.ceilingArm()));
    StringBuilder svg = new StringBuilder();
    svg.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
    svg.append("\" role=\"img\" aria-label=\"Accuracy over the stream\">");
    for (int percent = 0; percent <= 100; percent += 20) {
      double y = y(percent / 100.0);
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=%d x2=%d y1=%.1f y2=%.1f stroke=#eaeef2 />"
                  + "<text x=%d y=%.1f font-size=12 text-anchor=end fill=#57606a>%d %%</text>",
              LEFT,
              WIDTH - RIGHT,
              y,
              y,
              LEFT - 6,
              y + 4,
              percent));
    }
    outcome
        .activations()
        .forEach(at ->
            svg.append(
                String.format(
                    Locale.ROOT,
                    "<line x1=%.1f x2=%.1f y1=%d y2=%d stroke=#1a7f37 stroke-dasharray=3,4"
                        + " opacity=.5><title>release %d</title></line>",
                    x(outcome, at.position()),
                    x(outcome, at.position()),
                    TOP,
                    HEIGHT - BOTTOM,
                    at.release())));
    for (int i = 0; i < curves.size(); i++) {
      draw(svg, outcome, curves.get(i), i);
    }
    return svg.append("</svg><p><small>Each point is the accuracy of one batch; dashed lines are")
        .append(" releases of the learned arm going live.</small></p>")
        .toString();
  }

  private static void draw(StringBuilder svg, Outcome outcome, Curve curve, int place) {
    StringBuilder points = new StringBuilder();
    int batch = outcome.plan().batch();
    for (int from = 0; from < outcome.plan().stream().size(); from += batch) {
      int to = Math.min(outcome.plan().stream().size(), from + batch);
      Share share = curve.arm().accuracy(from, to);
      if (share.of() > 0) {
        points.append(
            String.format(
                Locale.ROOT, "%.1f,%.1f ", x(outcome, (from + to) / 2), y(share.value())));
      }
    }
    svg.append("<polyline fill=none stroke-width=2.5 stroke=\"").append(curve.colour());
    svg.append("\" points=\"").append(points.toString().strip()).append("\" />");
    int y = TOP + 18 + 22 * place;
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=%d y=%d font-size=14 fill=\"%s\">%s</text>",
            WIDTH - RIGHT + 14,
            y,
            curve.colour(),
            curve.name()));
  }

  private static double x(Outcome outcome, int position) {
    return LEFT + (double) position / outcome.plan().stream().size() * (WIDTH - RIGHT - LEFT);
  }

  private static double y(double share) {
    return TOP + (1 - share) * (HEIGHT - BOTTOM - TOP);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
