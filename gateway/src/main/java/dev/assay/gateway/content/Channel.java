package dev.assay.gateway.content;

import dev.assay.learners.scan.TextScreen;
import org.jspecify.annotations.Nullable;

/** One text of an answer that comes in deltas. */
final class Channel {
  private final String place;
  private final int scope;
  private final Acts acts;
  private final @Nullable TextScreen acting;
  private final @Nullable TextScreen flagging;
  private final Marks marks;
  private long added;

  Channel(String place, int scope, Marks marks, Acts acts) {
    this.marks = marks;
    this.place = place;
    this.scope = scope;
    this.acts = acts;
    this.acting = acts.acting().isEmpty() ? null : new TextScreen(acts.acting());
    this.flagging = acts.flagged().isEmpty() ? null : new TextScreen(acts.flagged());
  }

  int scope() {
    return scope;
  }

  /** Takes a delta. Returns where in the text it begins. */
  long add(String delta, Findings findings) {
    long from = added;
    added += delta.length();
    if (acting != null) {
      acting.add(delta);
    }
    if (flagging != null) {
      flagging.add(delta);
    }
    note(findings);
    return from;
  }

  /** Nothing follows that could belong to what is here. */
  void end(Findings findings) {
    if (acting != null) {
      acting.end();
    }
    if (flagging != null) {
      flagging.end();
    }
    note(findings);
  }

  boolean isDecided(long to) {
    return acting == null || acting.decided() >= to;
  }

  /** A decided delta as the client may read it. */
  String passes(long from, String delta) {
    if (acting == null) {
      return delta;
    }
    String passes = marks.next(from, delta, acting.spots());
    acting.forget(from + delta.length());
    return passes;
  }

  private void note(Findings findings) {
    if (acting != null) {
      acting.spots().forEach(spot -> findings.add(spot.what(), place, acts.on(spot.sought())));
    }
    if (flagging != null) {
      flagging.spots().forEach(spot -> findings.add(spot.what(), place, acts.on(spot.sought())));
      flagging.forget(flagging.decided());
    }
  }
}
