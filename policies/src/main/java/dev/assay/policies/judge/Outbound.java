package dev.assay.policies.judge;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.assay.policies.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A governed request, ready to be sent to one target. Nothing else may be sent. */
public final class Outbound {
  private final RequestBody asked;
  private final TenantId tenant;
  private final Target target;
  private final byte[] body;

  private Outbound(RequestBody asked, TenantId tenant, Target target, byte[] body) {
    this.asked = asked;
    this.tenant = tenant;
    this.target = target;
    this.body = body;
  }

  /** Bytes of the body that others take the place of. */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
  private record Edit(int from, int to, byte[] instead) {}

  /**
   * The client's bytes with the target's model name and the learned text put in, and a stream's
   * usage asked for where the client did not.
   */
  static Outbound of(RequestBody asked, TenantId tenant, Injection injection, Target target) {
    return new Outbound(
        asked,
        tenant,
        target,
        switch (asked) {
          case ParsedBody parsed -> edited(parsed, injection, target);
          case OpaqueBody opaque -> edited(opaque, target);
        });
  }

  private static byte[] edited(OpaqueBody asked, Target target) {
    return asked
        .modelPlace()
        .map(place ->
            edited(
                asked.raw(),
                List.of(new Edit(place.from(), place.to(), jsonString(target.model())))))
        .orElse(asked.raw());
  }

  private static byte[] edited(ParsedBody asked, Injection injection, Target target) {
    List<Edit> edits = new ArrayList<>();
    edits.add(
        new Edit(asked.modelPlace().from(), asked.modelPlace().to(), jsonString(target.model())));
    if (!injection.text().isEmpty()) {
      asked.seams().forEach(seam -> edits.add(edit(seam, injection.text())));
    }
    asked.usagePlace().ifPresent(place -> edits.add(edit(place, "")));
    edits.sort(Comparator.comparingInt(Edit::from));
    return edited(asked.raw(), edits);
  }

  private static Edit edit(Seam seam, String text) {
    return new Edit(seam.from(), seam.to(), seam.filled(text));
  }

  private static byte[] edited(byte[] raw, List<Edit> edits) {
    int more = edits.stream().mapToInt(edit -> edit.instead().length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length + more);
    int at = 0;
    for (Edit edit : edits) {
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
    return body;
  }

  /** Whether the client asked for server-sent events. */
  public boolean stream() {
    return asked.stream();
  }

  private static byte[] jsonString(String text) {
    return ("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"")
        .getBytes(StandardCharsets.UTF_8);
  }
}
