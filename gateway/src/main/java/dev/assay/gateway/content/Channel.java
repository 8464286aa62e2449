package dev.assay.gateway.content;

import dev.assay.learners.scan.Spot;
import dev.assay.learners.scan.TextScreen;
import org.jspecify.annotations.Nullable;

/** One text of an answer that comes in deltas. */
final class Channel {
  private final String place;
  private final int scope;
  private final Acts acts;
  private final @Nullable TextScreen acting;
  private final @Nullable TextScreen flagging;
  private long added;

  Channel(String place, int scope, Acts acts) {
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
    long to = from + delta.length();
    StringBuilder out = new StringBuilder(delta.length());
    long at = from;
    for (Spot spot : acting.spots()) {
      if (spot.to() <= at || spot.from() >= to) {
        continue;
      }
      if (spot.from() >= at) {
        out.append(delta, (int) (at - from), (int) (spot.from() - from)).append(spot.mark());
      }
      at = Math.min(to, spot.to());
    }
    acting.forget(to);
    return out.append(delta, (int) (at - from), delta.length()).toString();
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
