package dev.assay.learners.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Where a text is cut changes nothing about what is found in it. */
class TextScreenProperties {
  private static final List<String> SECRETS =
      List.of(
          "sk-abcdefghijklmnop12345678",
          "AKIAIOSFODNN7EXAMPLE",
          "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
          "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
          "ann.lee@example.co.uk",
          "DE89 3704 0044 0532 0130 00",
          "4111 1111 1111 1111",
          "+49 30 901820",
          "078-05-1120");

  private static final List<String> TEXTS =
      List.of(
          " ",
          "\n",
          ". ",
          "a",
          "sk-",
          "the password: ",
          "Bearer ",
          "x@",
          "@y.de",
          "1234",
          "-",
          "+",
          "token is a1b2c3d4 ",
          "-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA0Z3V",
          "KEY-----",
          "https://u:p4ss@",
          "word",
          "\u00e9",
          "\ud83d\ude00",
          "eyJ",
          "AKIA",
          "GB82 ",
          "0",
          "(",
          "\\");

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, Arbitraries.of(TEXTS)),
            net.jqwik.api.Tuple.of(1, Arbitraries.of(SECRETS)),
            net.jqwik.api.Tuple.of(
                1, Arbitraries.strings().withChars("aB1@.-+ :/=_skeyJ").ofMaxLength(12)))
        .list()
        .ofMaxSize(20);
  }

  @Property(tries = 1_000)
  void anyCutGivesTheSameFinds(
      @ForAll("pieces") List<String> pieces, @ForAll List<Integer> cuts, @ForAll Set<Sought> some) {
    Set<Sought> sought = some.isEmpty() ? EnumSet.allOf(Sought.class) : some;
    String text = String.join("", pieces);
    List<Spot> whole = TextScreen.whole(text, sought);

    TextScreen screen = new TextScreen(sought);
    long decided = 0;
    for (String part : cut(text, cuts)) {
      screen.add(part);
      assertThat(screen.decided()).isGreaterThanOrEqualTo(decided);
      decided = screen.decided();
    }
    screen.end();

    assertThat(screen.spots()).isEqualTo(whole);
    assertThat(screen.decided()).isEqualTo(text.length());
  }

  @Property(tries = 500)
  void aSecretBetweenBlanksNeverStays(
      @ForAll("pieces") List<String> before, @ForAll("pieces") List<String> after) {
    for (String secret : SECRETS) {
      String text = String.join("", before) + " | " + secret + " | " + String.join("", after);
      List<Spot> spots = TextScreen.whole(text, EnumSet.allOf(Sought.class));
      int from = String.join("", before).length() + 3;
      // Something else may begin before it and take a part of it; all of it is gone all the same.
      for (int i = from; i < from + secret.length(); i++) {
        int at = i;
        boolean blank = secret.charAt(i - from) == ' ';
        assertThat(blank || spots.stream().anyMatch(s -> s.from() <= at && at < s.to()))
            .as(secret + " at " + (i - from) + " in " + text)
            .isTrue();
      }
    }
  }

  @Property(tries = 500)
  void everyBeginningOfAFindIsKnownAsOne(@ForAll("pieces") List<String> pieces) {
    String text = String.join("", pieces) + " ";
    for (Sought sought : Sought.values()) {
      SoughtForms forms = SoughtForms.of(Set.of(sought));
      for (SensitiveForm form : sought.forms()) {
        SensitiveForm.Found found = form.find(text, 0);
        if (found != null) {
          for (int end = found.start() + 1; end <= found.to(); end++) {
            assertThat(forms.beginning().matcher(text.substring(0, end)).find(found.start()))
                .isTrue();
          }
        }
      }
    }
  }

  private static List<String> cut(String text, List<Integer> cuts) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    int i = 0;
    while (at < text.length()) {
      int size = cuts.isEmpty() ? 1 : 1 + Math.floorMod(cuts.get(i++ % cuts.size()), 9);
      int end = Math.min(text.length(), at + size);
      parts.add(text.substring(at, end));
      at = end;
    }
    return parts;
  }
}
