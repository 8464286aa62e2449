package dev.assay.gateway.content;

import dev.assay.gateway.sse.EventData;
import dev.assay.gateway.sse.EventSplitter;
import dev.assay.learners.journal.ContentFinding;
import dev.assay.learners.scan.TextScreen;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.tenant.ContentRules;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks through a stream of events. An event waits while the end of its text could still become
 * part of a find, at most {@link TextScreen#MOST_HELD_CHARS} characters of it, whatever comes in
 * between; only what ends the text, or too much that waits, decides it. Deltas of other texts pass
 * meanwhile. Behind what waits stays what goes on from it, and what comes in a certain order, such
 * as a finish, usage, an error or the end. The number of events and the bytes of those that hold
 * nothing stay as they came. Where nothing may be put out, nothing waits. Used from one event loop.
 */
public final class StreamScreen {
  private static final int MOST_HELD_EVENTS = 1_024;
  private static final int MOST_HELD_BYTES = 256 * 1024;
  private static final int MOST_CHANNELS = 1_024;

  private final Endpoint endpoint;
  private final Acts acts;
  private final boolean waits;
  private final Map<String, Channel> channels = new LinkedHashMap<>();
  private final Deque<Held> held = new ArrayDeque<>();
  private final Findings findings = new Findings();
  private int heldBytes;

  public StreamScreen(Endpoint endpoint, ContentRules.Answer rules) {
    this.endpoint = endpoint;
    this.acts = new Acts(rules.secrets(), rules.pii());
    this.waits = !acts.acting().isEmpty();
  }

  /** A delta inside of an event that waits. */
  private record Piece(Channel channel, long from, JsonTexts.Text text) {
    boolean isDecided() {
      return channel.isDecided(from + text.value().length());
    }
  }

  /**
   * An event that waits, or that others before it keep waiting.
   *
   * @param inOrder whether nothing may pass it, and it passes nothing
   */
  private record Held(
      Buffer event,
      EventData data,
      List<Piece> pieces,
      List<JsonTexts.Edit> edits,
      List<JsonTexts.Edit> tokens,
      boolean inOrder) {
    boolean isDecided() {
      return pieces.stream().allMatch(Piece::isDecided);
    }

    boolean goesOnFrom(Set<Channel> waiting) {
      return pieces.stream().anyMatch(piece -> waiting.contains(piece.channel()));
    }
  }

  /**
   * Takes whole events, as {@link EventSplitter} gives them.
   *
   * @return the events that may pass now; none any more once something was found that blocks
   */
  public Buffer events(Buffer whole) {
    EventSplitter.each(whole, this::take);
    return waits ? passing() : whole;
  }

  /** The stream is over: what still waits. */
  public Buffer end() {
    endAll();
    return passing();
  }

  /** Whether nothing more may pass. */
  public boolean blocked() {
    return findings.blocked();
  }

  /** What was found so far. */
  public List<ContentFinding> findings() {
    return findings.all();
  }

  private void take(Buffer event) {
    EventData data = EventData.of(event);
    Optional<JsonTexts> read = JsonTexts.read(data.data(), Contents.ofEvent(endpoint));
    List<Piece> pieces = new ArrayList<>();
    List<JsonTexts.Edit> edits = new ArrayList<>();
    if (read.isEmpty()) {
      unread(data);
    } else if (Turns.isDelta(endpoint, read.get())) {
      deltas(read.get(), pieces);
    } else {
      for (JsonTexts.Text text : read.get().texts()) {
        String passes = Screening.whole(text, acts, findings);
        if (!passes.equals(text.value())) {
          edits.add(JsonTexts.replace(text, passes));
        }
      }
    }
    Optional<Turns.Ended> ended = read.map(it -> Turns.ended(endpoint, it));
    ended.ifPresent(this::end);
    if (waits) {
      boolean inOrder =
          data.lines() > 0 && read.map(it -> Turns.isInOrder(endpoint, it)).orElse(true);
      List<JsonTexts.Edit> tokens = read.map(JsonTexts::tokens).orElse(List.of());
      held.add(new Held(event, data, pieces, edits, tokens, inOrder));
      heldBytes += event.length();
    }
    if (held.size() > MOST_HELD_EVENTS || heldBytes > MOST_HELD_BYTES) {
      endAll();
    }
  }

  /** What is no JSON can't be rewritten: only its last word and what holds nothing may pass. */
  private void unread(EventData data) {
    if (data.isDone()) {
      endAll();
    } else if (waits) {
      String text = new String(data.data(), StandardCharsets.UTF_8);
      TextScreen.whole(text, acts.acting())
          .forEach(spot -> findings.add(spot.what(), "answer", ContentFinding.Action.BLOCKED));
    }
  }

  private void deltas(JsonTexts read, List<Piece> pieces) {
    for (JsonTexts.Text text : read.texts()) {
      String place = "answer." + text.place();
      // Fields that have the same place, as their names are not shown, are two texts all the same.
      String key = place + '\n' + text.leaf();
      Channel channel = channels.get(key);
      if (channel == null) {
        channel = open(key, place, text);
      }
      pieces.add(new Piece(channel, channel.add(text.value(), findings), text));
    }
  }

  private Channel open(String key, String place, JsonTexts.Text first) {
    if (channels.size() == MOST_CHANNELS) {
      endAll();
      channels.clear();
    }
    Channel opened = new Channel(place, first.scope(), Marks.in(first.leaf()), acts);
    channels.put(key, opened);
    return opened;
  }

  private void end(Turns.Ended ended) {
    for (Channel channel : channels.values()) {
      if (ended.all() || ended.scopes().contains(channel.scope())) {
        channel.end(findings);
      }
    }
  }

  private void endAll() {
    channels.values().forEach(channel -> channel.end(findings));
  }

  private Buffer passing() {
    Buffer out = Buffer.buffer();
    Set<Channel> waiting = new HashSet<>();
    Iterator<Held> inTurn = held.iterator();
    boolean first = true;
    while (inTurn.hasNext() && !findings.blocked()) {
      Held next = inTurn.next();
      boolean behind = next.inOrder() ? !first : next.goesOnFrom(waiting);
      if (!behind && next.isDecided()) {
        inTurn.remove();
        heldBytes -= next.event().length();
        out.appendBuffer(passes(next));
      } else if (next.inOrder()) {
        break;
      } else {
        next.pieces().forEach(piece -> waiting.add(piece.channel()));
        first = false;
      }
    }
    return out;
  }

  private static Buffer passes(Held one) {
    List<JsonTexts.Edit> edits = new ArrayList<>(one.edits());
    for (Piece piece : one.pieces()) {
      String passes = piece.channel().passes(piece.from(), piece.text().value());
      if (!passes.equals(piece.text().value())) {
        edits.add(JsonTexts.replace(piece.text(), passes));
      }
    }
    if (edits.isEmpty()) {
      return one.event();
    }
    edits.addAll(one.tokens());
    return one.data().with(JsonTexts.edited(one.data().data(), edits));
  }
}
