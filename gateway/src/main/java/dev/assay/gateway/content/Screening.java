package dev.assay.gateway.content;

import dev.assay.learners.journal.ContentFinding.Action;
import dev.assay.learners.scan.PosedMarkers;
import dev.assay.learners.scan.Spot;
import dev.assay.learners.scan.TextScreen;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.ContentRules.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks through whole bodies. Pure; linear in the body. */
public final class Screening {
  private static final String ANSWER = "answer.";

  private final Acts acts;
  private final Act markers;
  private final String before;
  private final Findings findings = new Findings();

  Screening(Acts acts, Act markers, String before) {
    this.acts = acts;
    this.markers = markers;
    this.before = before;
  }

  /** A request as its provider would get it. */
  public static Screened prompt(byte[] body, ContentRules.Prompt rules) {
    return new Screening(new Acts(rules.secrets(), rules.pii()), rules.injectionMarkers(), "")
        .screen(body, Contents.OF_PROMPT);
  }

  /** A whole JSON answer as its client would get it. */
  public static Screened answer(byte[] body, Endpoint endpoint, ContentRules.Answer rules) {
    return new Screening(new Acts(rules.secrets(), rules.pii()), Act.OFF, ANSWER)
        .screen(body, Contents.ofAnswer(endpoint));
  }

  private Screened screen(byte[] body, Contents contents) {
    Optional<JsonTexts> read = JsonTexts.read(body, contents);
    if (read.isEmpty()) {
      return new Screened(List.of(), false, body);
    }
    List<JsonTexts.Edit> edits = edits(read.get());
    byte[] passes = edits.isEmpty() ? body : JsonTexts.edited(body, edits);
    return new Screened(findings.all(), findings.blocked(), passes);
  }

  /** What must change; tokens of an answer that changes say what was put out of it. */
  private List<JsonTexts.Edit> edits(JsonTexts read) {
    List<JsonTexts.Edit> edits = new ArrayList<>();
    for (JsonTexts.Text text : read.texts()) {
      String passes = screened(text);
      if (!passes.equals(text.value())) {
        edits.add(JsonTexts.replace(text, passes));
      }
    }
    if (!edits.isEmpty()) {
      edits.addAll(read.tokens());
    }
    return edits;
  }

  private String screened(JsonTexts.Text text) {
    String passes = redacted(text);
    if (markers != Act.OFF && text.in().inToolResult() && PosedMarkers.stand(text.words())) {
      Action action = Acts.action(markers);
      findings.add("injection", before + text.place(), done(action, text));
      return action == Action.REDACTED && !text.fixed() ? PosedMarkers.redacted(passes) : passes;
    }
    return passes;
  }

  private String redacted(JsonTexts.Text text) {
    if (!acts.flagged().isEmpty()) {
      found(text, TextScreen.whole(text.words(), acts.flagged()));
    }
    if (acts.acting().isEmpty()) {
      return text.value();
    }
    List<Spot> spots = TextScreen.whole(text.words(), acts.acting());
    found(text, spots);
    return spots.isEmpty() || text.fixed()
        ? text.value()
        : Marks.in(text.leaf()).next(0, text.value(), spots);
  }

  private void found(JsonTexts.Text text, List<Spot> spots) {
    if (spots.isEmpty()) {
      return;
    }
    String place = before + text.place();
    for (Spot spot : spots) {
      findings.add(spot.what(), place, done(acts.on(spot.sought()), text));
    }
  }

  /** What can't be put out must not pass. */
  private static Action done(Action action, JsonTexts.Text text) {
    return action == Action.REDACTED && text.fixed() ? Action.BLOCKED : action;
  }

  /** One text of an event that says all of it at once. */
  static String whole(JsonTexts.Text text, Acts acts, Findings into) {
    Screening one = new Screening(acts, Act.OFF, ANSWER);
    String passes = one.redacted(text);
    one.findings.all().forEach(it -> into.add(it.rule(), it.place(), it.action()));
    return passes;
  }
}
