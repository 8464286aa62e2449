package dev.assay.learners.scan;

import com.google.re2j.Matcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a text that comes in parts. A part is decided once nothing that may still come can
 * make it part of a find; where a text is cut changes nothing about what is found. At most {@link
 * #MOST_HELD_CHARS} characters are ever undecided, and only while they could begin a find. Linear
 * in the text, whatever it says.
 */
public final class TextScreen {
  /** The longest that a find can be before it is known to be one. */
  public static final int MOST_HELD_CHARS = SoughtForms.of(Set.of(Sought.values())).longest();

  private static final int SHORT_CHARS = 1_024;
  private static final int FAR = Integer.MAX_VALUE;

  private final SoughtForms sought;
  private final StringBuilder held = new StringBuilder();
  private final Deque<Spot> spots = new ArrayDeque<>();

  /** Where {@link #held} begins in the whole text; its first character may be decided already. */
  private long base;

  private int at;
  private Rest.@Nullable Reader going;

  public TextScreen(Set<Sought> sought) {
    this.sought = SoughtForms.of(sought);
  }

  /** Everything in a whole text. */
  public static List<Spot> whole(String text, Set<Sought> sought) {
    TextScreen screen = new TextScreen(sought);
    screen.held.append(text);
    screen.end();
    return List.copyOf(screen.spots);
  }

  /** The text with marks in the place of what was found in it. */
  public static String redacted(String text, List<Spot> spots) {
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    for (Spot spot : spots) {
      out.append(text, from, (int) spot.from()).append(spot.mark());
      from = (int) spot.to();
    }
    return out.append(text, from, text.length()).toString();
  }

  /** Takes the next part. */
  public void add(String text) {
    held.append(text);
    look(false);
  }

  /** Nothing follows: all of it is decided. */
  public void end() {
    look(true);
  }

  /** Characters from the beginning of the text that are decided. */
  public long decided() {
    return base + at;
  }

  /**
   * What was found and not forgotten, in its order. All but the last are complete; the last may
   * grow with what follows it.
   */
  public List<Spot> spots() {
    return List.copyOf(spots);
  }

  /** Forgets what ends before this character: a stream is longer than what is kept of it. */
  public void forget(long before) {
    // The last one may still grow: its end is where the text was looked at last.
    while (spots.size() > 1 && spots.getFirst().to() <= before) {
      spots.removeFirst();
    }
  }

  private void look(boolean last) {
    goOn();
    Upcoming upcoming = new Upcoming();
    int open = -1;
    while (at < held.length()) {
      open = last ? held.length() : open < at ? open() : open;
      int form = upcoming.nearest(at);
      if (form < 0 || upcoming.start(form) >= open) {
        at = open;
        break;
      }
      SensitiveForm.Found found = upcoming.found(form);
      spots.add(
          new Spot(
              found.form().what(), sought.soughtBy(form), base + found.from(), base + found.to()));
      at = Math.max(at, found.to());
      Rest rest = found.form().rest();
      going = rest == null ? null : new Rest.Reader(rest);
      goOn();
    }
    // One decided character stays: whether a word begins after it depends on it.
    int gone = Math.max(0, at - 1);
    held.delete(0, gone);
    base += gone;
    at -= gone;
  }

  /** The rest of the last find, as far as it is here. */
  private void goOn() {
    if (going == null) {
      return;
    }
    int from = at;
    while (at < held.length() && going.takes(held.charAt(at))) {
      at++;
    }
    if (at > from) {
      spots.add(spots.removeLast().to(base + at));
    }
    if (at < held.length()) {
      going = null;
    }
  }

  /** The first undecided character from which the end of the text could become a find. */
  private int open() {
    int from = Math.max(at, held.length() - sought.longest());
    Matcher beginning = sought.beginning().matcher(held);
    return beginning.find(from) ? beginning.start() : held.length();
  }

  /** The next find of each form, looked for once until the text has passed it. */
  private final class Upcoming {
    private final List<SensitiveForm.@Nullable Found> next = new ArrayList<>();
    private final int[] starts = new int[sought.forms().size()];

    Upcoming() {
      boolean none = held.length() - at <= SHORT_CHARS && !sought.any().matcher(held).find(at);
      String lowerCase = none ? "" : held.toString().toLowerCase(Locale.ROOT);
      for (int i = 0; i < starts.length; i++) {
        boolean may = !none && sought.forms().get(i).mayStandIn(held, lowerCase);
        next.add(null);
        starts[i] = may ? -1 : FAR;
      }
    }

    /** The form whose find begins first at or after this character; -1 if there is none. */
    int nearest(int from) {
      int best = -1;
      for (int i = 0; i < starts.length; i++) {
        if (starts[i] < from) {
          SensitiveForm.Found found = sought.forms().get(i).find(held, from);
          next.set(i, found);
          starts[i] = found == null ? FAR : found.start();
        }
        if (starts[i] != FAR && (best < 0 || starts[i] < starts[best])) {
          best = i;
        }
      }
      return best;
    }

    int start(int form) {
      return starts[form];
    }

    SensitiveForm.Found found(int form) {
      SensitiveForm.Found found = next.get(form);
      if (found == null) {
        throw new IllegalStateException("this form was not found");
      }
      return found;
    }
  }
}
