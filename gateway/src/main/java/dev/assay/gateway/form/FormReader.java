package dev.assay.gateway.form;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads a form (RFC 7578) as its bytes come, holding no more of it than one text field or one
 * part's headers. It is stricter than the RFC: whatever some reader might read otherwise is
 * refused, as the provider's reader is unknown. Not thread-safe.
 */
public final class FormReader {
  /** Most that is held at once of a form's text. */
  public static final int MAX_FIELD_BYTES = 256 * 1024;

  static final int MAX_TEXT_BYTES = 1024 * 1024;
  static final int MAX_PARTS = 256;

  private static final byte[] LINE = {'\r', '\n'};
  private static final byte[] NO_MORE = {'-', '-'};
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

  private final byte[] dashed;
  private byte[] held = new byte[0];
  private int from;
  private int to;
  private int searched;
  private State state = State.DELIMITER;
  private Optional<PartHead> part = Optional.empty();
  private byte[] partBytes = new byte[0];
  private OptionalLong declared = OptionalLong.empty();
  private long seen;
  private int parts;
  private int textBytes;

  private enum State {
    /** Before the dashes and the boundary. */
    DELIMITER,
    HEADERS,
    TEXT,
    FILE,
    /** After the last delimiter. */
    OVER,
    /** After the line end that may follow it. */
    CLOSED
  }

  /** Of the form that has this boundary. */
  public FormReader(Boundary boundary) {
    this.dashed = ("--" + boundary.value()).getBytes(StandardCharsets.US_ASCII);
  }

  /** Takes the next bytes that came. */
  public void add(byte[] bytes) {
    if (from > 0 && to + bytes.length > held.length) {
      System.arraycopy(held, from, held, 0, to - from);
      searched = Math.max(0, searched - from);
      to -= from;
      from = 0;
    }
    if (to + bytes.length > held.length) {
      held = Arrays.copyOf(held, Math.max(to + bytes.length, 2 * (to - from)));
    }
    System.arraycopy(bytes, 0, held, to, bytes.length);
    to += bytes.length;
  }

  /**
   * What comes next.
   *
   * @return empty where more bytes are needed to tell
   */
  public Optional<FormPiece> next() throws MalformedForm {
    return switch (state) {
      case DELIMITER -> delimiter();
      case HEADERS -> headers();
      case TEXT -> text();
      case FILE -> file();
      case OVER, CLOSED -> rest();
    };
  }

  /** No more bytes come. Everything was taken by {@link #next} before. */
  public void end() throws MalformedForm {
    if ((state != State.OVER && state != State.CLOSED) || from < to) {
      throw new MalformedForm("it ends before its last delimiter.");
    }
  }

  /** The delimiter goes out with the headers that follow it. */
  private Optional<FormPiece> delimiter() throws MalformedForm {
    int needed = dashed.length + 2;
    int have = Math.min(needed, to - from);
    int same = Math.min(have, dashed.length);
    if (!Arrays.equals(held, from, from + same, dashed, 0, same)) {
      throw new MalformedForm("it does not begin with its boundary.");
    }
    if (have < needed) {
      return Optional.empty();
    }
    if (at(NO_MORE, from + dashed.length)) {
      state = State.OVER;
      return Optional.of(new FormPiece.Passing(take(needed)));
    }
    if (!at(LINE, from + dashed.length)) {
      throw new MalformedForm("a boundary is followed by something else than a new line.");
    }
    parts++;
    if (parts > MAX_PARTS) {
      throw new MalformedForm("it has more than " + MAX_PARTS + " parts.");
    }
    state = State.HEADERS;
    return next();
  }

  private Optional<FormPiece> headers() throws MalformedForm {
    int begin = from + dashed.length;
    int end = indexOf(HEAD_END, begin, to);
    if ((end < 0 ? to : end) - begin > PartHead.MAX_BYTES) {
      throw new MalformedForm("a part has more than " + PartHead.MAX_BYTES + " bytes of headers.");
    }
    if (end < 0) {
      return Optional.empty();
    }
    if (indexOf(dashed, begin, end) >= 0) {
      throw new MalformedForm("its boundary stands within a part's headers.");
    }
    int first = begin + LINE.length;
    PartHead head = PartHead.read(Arrays.copyOfRange(held, first, Math.max(first, end)));
    byte[] bytes = take(end + HEAD_END.length - from);
    declared = head.length();
    seen = 0;
    if (head.file()) {
      state = State.FILE;
      return Optional.of(new FormPiece.FileHead(head.name(), bytes));
    }
    part = Optional.of(head);
    partBytes = bytes;
    state = State.TEXT;
    return next();
  }

  private Optional<FormPiece> text() throws MalformedForm {
    int end = content();
    int length = (end < 0 ? to : end) - from;
    if (length > MAX_FIELD_BYTES || textBytes + length > MAX_TEXT_BYTES) {
      throw new MalformedForm(
          "a text field is larger than "
              + MAX_FIELD_BYTES
              + " bytes, or all together than "
              + MAX_TEXT_BYTES
              + "; a file has a filename.");
    }
    if (end < 0) {
      return Optional.empty();
    }
    textBytes += length;
    count(length, true);
    PartHead head = part.orElseThrow();
    String value = utf8(take(length));
    state = State.DELIMITER;
    from += LINE.length;
    return Optional.of(new FormPiece.Text(head.name(), value, head.json(), partBytes));
  }

  /** All but what may be the beginning of a delimiter. */
  private Optional<FormPiece> file() throws MalformedForm {
    int end = content();
    int sure = (end < 0 ? Math.max(from, to - LINE.length - dashed.length - 1) : end) - from;
    count(sure, end >= 0);
    if (end >= 0) {
      state = State.DELIMITER;
      byte[] last = take(sure);
      from += LINE.length;
      return Optional.of(new FormPiece.Passing(ended(last)));
    }
    return sure == 0 ? Optional.empty() : Optional.of(new FormPiece.Passing(take(sure)));
  }

  /** Who goes by a part's own length must see the same bytes as who goes by the boundary. */
  private void count(int bytes, boolean last) throws MalformedForm {
    seen += bytes;
    if (declared.isPresent()
        && (seen > declared.getAsLong() || (last && seen < declared.getAsLong()))) {
      throw new MalformedForm("a part is not as long as its content-length says.");
    }
  }

  /** A file's last bytes with the line end that belongs to the delimiter. */
  private static byte[] ended(byte[] last) {
    byte[] ended = Arrays.copyOf(last, last.length + LINE.length);
    System.arraycopy(LINE, 0, ended, last.length, LINE.length);
    return ended;
  }

  private Optional<FormPiece> rest() throws MalformedForm {
    int allowed = state == State.CLOSED ? 0 : LINE.length;
    int have = to - from;
    if (have > allowed || !Arrays.equals(held, from, to, LINE, 0, have)) {
      throw new MalformedForm("it goes on after its last delimiter.");
    }
    if (state == State.CLOSED || have < LINE.length) {
      return Optional.empty();
    }
    state = State.CLOSED;
    return Optional.of(new FormPiece.Passing(take(have)));
  }

  /**
   * Where a part's content ends, before the line end of the next delimiter; -1 where that is not
   * here. A boundary that stands anywhere else is refused: some readers would see a part there.
   */
  private int content() throws MalformedForm {
    int found = indexOf(dashed, Math.max(from, searched), to);
    if (found < 0) {
      searched = Math.max(from, to - dashed.length + 1);
      return -1;
    }
    if (found < from + LINE.length || !at(LINE, found - LINE.length)) {
      throw new MalformedForm("its boundary stands within a part.");
    }
    return found - LINE.length;
  }

  private byte[] take(int length) {
    byte[] taken = Arrays.copyOfRange(held, from, from + length);
    from += length;
    return taken;
  }

  private boolean at(byte[] what, int position) {
    return position + what.length <= to
        && Arrays.equals(held, position, position + what.length, what, 0, what.length);
  }

  private int indexOf(byte[] what, int begin, int end) {
    for (int i = begin; i <= end - what.length; i++) {
      if (held[i] == what[0] && at(what, i)) {
        return i;
      }
    }
    return -1;
  }

  private static String utf8(byte[] bytes) throws MalformedForm {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException other) {
      throw new MalformedForm("a text field is not UTF-8; a file has a filename.");
    }
  }
}
