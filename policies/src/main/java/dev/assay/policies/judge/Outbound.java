package dev.assay.policies.judge;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.assay.policies.judge.ParsedBody.Span;
import dev.assay.policies.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** A governed request, ready to be sent to one target. Nothing else may be sent. */
public final class Outbound {
  private final RequestBody asked;
  private final TenantId tenant;
  private final Target target;
  private final List<Edit> edits;
  private final OptionalInt answerLimit;

  private Outbound(
      RequestBody asked,
      TenantId tenant,
      Target target,
      List<Edit> edits,
      OptionalInt answerLimit) {
    this.asked = asked;
    this.tenant = tenant;
    this.target = target;
    this.edits = edits;
    this.answerLimit = answerLimit;
  }

  /** Bytes of the body that others take the place of. */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
  private record Edit(int from, int to, byte[] instead) {}

  /**
   * The client's bytes with the target's model name and the learned text put in, and a stream's
   * usage asked for where the client did not.
   *
   * @param answerLimit the most tokens of an answer, to be asked for where the client left it open
   */
  static Outbound of(
      RequestBody asked,
      TenantId tenant,
      Injection injection,
      Target target,
      OptionalInt answerLimit) {
    List<Edit> edits =
        switch (asked) {
          case ParsedBody parsed -> edits(parsed, injection, target);
          case OpaqueBody opaque -> edits(opaque, target);
        };
    return new Outbound(asked, tenant, target, edits, answerLimit);
  }

  private static List<Edit> edits(OpaqueBody asked, Target target) {
    return asked
        .modelPlace()
        .map(place -> List.of(new Edit(place.from(), place.to(), jsonString(target.model()))))
        .orElse(List.of());
  }

  private static List<Edit> edits(ParsedBody asked, Injection injection, Target target) {
    List<Edit> edits = new ArrayList<>();
    edits.add(
        new Edit(asked.modelPlace().from(), asked.modelPlace().to(), jsonString(target.model())));
    if (!injection.text().isEmpty()) {
      asked.seams().forEach(seam -> edits.add(edit(seam, injection.text())));
    }
    asked.usagePlace().ifPresent(place -> edits.add(edit(place, "")));
    return edits;
  }

  private static Edit edit(Seam seam, String text) {
    return new Edit(seam.from(), seam.to(), seam.filled(text));
  }

  private static byte[] edited(byte[] raw, List<Edit> edits) {
    if (edits.isEmpty()) {
      return raw;
    }
    List<Edit> inOrder = edits.stream().sorted(Comparator.comparingInt(Edit::from)).toList();
    int more = inOrder.stream().mapToInt(edit -> edit.instead().length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length + more);
    int at = 0;
    for (Edit edit : inOrder) {
      out.write(raw, at, edit.from() - at);
      out.writeBytes(edit.instead());
      at = edit.to();
    }
    out.write(raw, at, raw.length - at);
    return out.toByteArray();
  }

  /** What the client asked for, which the body is made of. */
  public RequestBody asked() {
    return asked;
  }

  /** Whose request it is. */
  public TenantId tenant() {
    return tenant;
  }

  public Target target() {
    return target;
  }

  /** UTF-8 JSON, empty for content that streams by; the caller must not change it. */
  public byte[] body() {
    return edited(raw(), edits);
  }

  /**
   * The same with a limit of the answer's tokens where one has to stand and the client named none.
   *
   * @param limitField how the reader of this body calls it; empty where it knows none
   * @param most that it takes for one
   */
  public byte[] limitedBody(String limitField, long most) {
    if (answerLimit.isEmpty() || limitField.isEmpty() || !(asked instanceof ParsedBody parsed)) {
      return body();
    }
    String limit = Long.toString(Math.min(most, answerLimit.getAsInt()));
    List<Edit> limited = new ArrayList<>(edits);
    Span place = parsed.limitPlace();
    // The body names its model at least, so a field follows.
    String said = place.from() < place.to() ? limit : "\"" + limitField + "\":" + limit + ",";
    limited.add(new Edit(place.from(), place.to(), said.getBytes(StandardCharsets.US_ASCII)));
    return edited(raw(), limited);
  }

  /** Whether the client asked for server-sent events. */
  public boolean stream() {
    return asked.stream();
  }

  private byte[] raw() {
    return switch (asked) {
      case ParsedBody parsed -> parsed.raw();
      case OpaqueBody opaque -> opaque.raw();
    };
  }

  private static byte[] jsonString(String text) {
    return ("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"")
        .getBytes(StandardCharsets.UTF_8);
  }
}
