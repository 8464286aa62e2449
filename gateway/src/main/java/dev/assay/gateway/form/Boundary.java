package dev.assay.gateway.form;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands between the parts of a form (RFC 2046, section 5.1.1). */
public record Boundary(String value) {
  /** One parameter and no other: a second one might be the one that somebody else goes by. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?i:multipart/form-data)[ \t]*;[ \t]*(?i:boundary)="
              + "(?:([0-9A-Za-z'+_.-]{1,70})|\"([0-9A-Za-z'()+_,./:=?-]{1,70})\")"
              + "(?:[ \t]*;[ \t]*(?i:charset)=\"?(?i:utf-8)\"?)?");

  /** Of a {@code content-type} header. */
  public static Boundary of(String contentType) throws MalformedForm {
    Matcher form = FORM.matcher(contentType.strip());
    if (!form.matches()) {
      throw new MalformedForm(
          "its content-type is not multipart/form-data with one boundary of 1 to 70 characters.");
    }
    return new Boundary(form.group(1) == null ? form.group(2) : form.group(1));
  }
}
