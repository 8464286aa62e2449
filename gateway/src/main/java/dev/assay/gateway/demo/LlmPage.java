package dev.assay.gateway.demo;

import java.util.List;
import java.util.Locale;

/** The outcome over a real LLM as one HTML page that needs nothing else. */
final class LlmPage {
  private static final int WIDTH = 860;
  private static final int ROW = 44;
  private static final int LEFT = 96;
  private static final int RIGHT = 24;
  private static final int BOTTOM = 28;
  private static final List<String> COLOURS = List.of("#57606a", "#1a7f37", "#9a6700", "#0969da");

  private LlmPage() {}

  static String page(LlmOutcome outcome, long seed) {
    LlmStory.Told told = outcome.told();
    StringBuilder html = new StringBuilder(HtmlReport.head("Assay demo, with an LLM"));
    html.append(
        String.format(
            Locale.ROOT,
            "<p>%s at %s. %d of BANKING77's intents, %d messages taught on, %d never seen, seed %d,"
                + " %.0f seconds.</p>",
            HtmlReport.escaped(outcome.llm().model()),
            HtmlReport.escaped(outcome.endpoint()),
            LlmTask.LABELS.size(),
            outcome.task().taught(),
            outcome.task().unseen(),
            seed,
            outcome.seconds()));
    HtmlReport.verdict(html, outcome.failures());
    html.append("<h2>Right answers to messages no release had seen</h2>");
    html.append(intervals(LlmReport.lines(outcome)));
    html.append("<table><tr><th>arm<th>right answers, 95 % interval<th></tr>");
    LlmReport.lines(outcome)
        .forEach(line -> HtmlReport.row(html, line.name(), line.share(), line.note()));
    html.append("</table><h2>Row by row</h2><table>");
    LlmReport.gains(outcome).forEach((name, gain) -> HtmlReport.pair(html, name, gain));
    html.append("</table><h2>The change</h2><table>");
    HtmlReport.pair(html, "change", told.change() + ", " + told.reached());
    HtmlReport.pair(
        html,
        "taught by",
        told.corrections() + " answers of people, " + told.examples() + " examples in all");
    HtmlReport.pair(html, "evaluation", LlmReport.evaluation(told));
    HtmlReport.pair(
        html,
        "before its approval",
        told.beforeApproval() + ", release " + told.liveBeforeApproval() + " was served");
    HtmlReport.pair(html, "the admin token's vote", told.refusedVote());
    HtmlReport.pair(html, "approved by", "Ada (reviewer)");
    HtmlReport.pair(
        html,
        "audit log",
        outcome.auditEntries() + " entries, " + (outcome.auditVerified() ? "verified" : "BROKEN"));
    html.append("</table><h2>Through the gateway, the LLM behind it</h2><table>");
    outcome.checks().forEach(check -> check(html, check));
    return html.append("</table></body></html>\n").toString();
  }

  private static void check(StringBuilder html, LlmCheck check) {
    String colour = check.result() == LlmCheck.Result.NOT_SEEN ? "bad" : "good";
    html.append("<tr><td>").append(HtmlReport.escaped(check.name()));
    html.append("<td class=\"n ").append(colour).append("\">").append(check.result().word());
    html.append("<td>").append(HtmlReport.escaped(check.what())).append("</tr>");
  }

  /** A dot for each share, on a line as wide as its interval. */
  private static String intervals(List<LlmReport.Line> lines) {
    int height = lines.size() * ROW + BOTTOM;
    StringBuilder svg = new StringBuilder();
    svg.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(height);
    svg.append("\" role=\"img\" aria-label=\"Right answers with their intervals\">");
    for (int percent = 0; percent <= 100; percent += 20) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=%.1f x2=%.1f y1=0 y2=%d stroke=#eaeef2 />"
                  + "<text x=%.1f y=%d font-size=12 text-anchor=middle fill=#57606a>%d %%</text>",
              x(percent / 100.0),
              x(percent / 100.0),
              height - BOTTOM,
              x(percent / 100.0),
              height - 8,
              percent));
    }
    for (int i = 0; i < lines.size(); i++) {
      draw(svg, lines.get(i), COLOURS.get(i), i * ROW + ROW / 2);
    }
    return svg.append("</svg>").toString();
  }

  private static void draw(StringBuilder svg, LlmReport.Line line, String colour, int y) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=%d y=%d font-size=14 text-anchor=end fill=\"%s\">%s</text>"
                + "<line x1=%.1f x2=%.1f y1=%d y2=%d stroke=\"%s\" stroke-width=3 />"
                + "<circle cx=%.1f cy=%d r=6 fill=\"%s\" />",
            LEFT - 14,
            y + 5,
            colour,
            line.name(),
            x(line.share().low()),
            x(line.share().high()),
            y,
            y,
            colour,
            x(line.share().value()),
            y,
            colour));
  }

  private static double x(double share) {
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }
}
