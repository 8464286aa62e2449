package dev.assay.gateway.form;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Forms, and what a reader makes of them. */
final class Forms {
  static final String BOUNDARY = "frontier";

  private Forms() {}

  /** What was read: texts as {@code name=value}, files as {@code name:}, and the bytes sent on. */
  @SuppressWarnings("ArrayRecordComponent") // bytes to compare with others, never records
  record Read(List<String> found, byte[] sent) {
    String text() {
      return new String(sent, StandardCharsets.ISO_8859_1);
    }
  }

  /** A part's lines, then an empty one, then its content. */
  static String part(String headers, String content) {
    return "--" + BOUNDARY + "\r\n" + headers + "\r\n\r\n" + content + "\r\n";
  }

  static String field(String name, String value) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", value);
  }

  static String file(String name, String content) {
    return part(
        "Content-Disposition: form-data; name=\""
            + name
            + "\"; filename=\"a.bin\"\r\nContent-Type: application/octet-stream",
        content);
  }

  static String end() {
    return "--" + BOUNDARY + "--\r\n";
  }

  /** Reads it in pieces that end at these places. */
  static Read read(byte[] form, List<Integer> cuts, UnaryOperator<String> renaming)
      throws MalformedForm {
    FormReader reader = new FormReader(new Boundary(BOUNDARY));
    List<String> found = new ArrayList<>();
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    int from = 0;
    List<Integer> ends = new ArrayList<>(cuts);
    ends.add(form.length);
    for (int end : ends) {
      reader.add(java.util.Arrays.copyOfRange(form, from, end));
      from = end;
      Optional<FormPiece> next = reader.next();
      while (next.isPresent()) {
        sent.writeBytes(bytes(next.get(), found, renaming));
        next = reader.next();
      }
    }
    reader.end();
    return new Read(found, sent.toByteArray());
  }

  static Read read(String form) throws MalformedForm {
    return read(form.getBytes(StandardCharsets.ISO_8859_1), List.of(), value -> value);
  }

  private static byte[] bytes(FormPiece piece, List<String> found, UnaryOperator<String> renaming) {
    return switch (piece) {
      case FormPiece.Passing(byte[] bytes) -> bytes;
      case FormPiece.FileHead file -> {
        found.add(file.name() + ":");
        yield file.bytes();
      }
      case FormPiece.Text text -> {
        found.add(text.name() + "=" + text.value());
        yield text.with(renaming.apply(text.value()));
      }
    };
  }
}
