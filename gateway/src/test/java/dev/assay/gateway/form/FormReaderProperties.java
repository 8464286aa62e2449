package dev.assay.gateway.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However its bytes are cut, a form is the same form. */
class FormReaderProperties {
  @Property
  void cutsChangeNothing(@ForAll("forms") String form, @ForAll("places") List<Integer> places)
      throws Exception {
    byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
    List<Integer> cuts = places.stream().map(place -> place % (bytes.length + 1)).sorted().toList();
    Forms.Read whole = Forms.read(bytes, List.of(), value -> value);
    Forms.Read cut = Forms.read(bytes, cuts, value -> value);
    assertThat(cut.found()).isEqualTo(whole.found());
    assertThat(cut.sent()).isEqualTo(bytes);
    assertThat(whole.sent()).isEqualTo(bytes);
  }

  @Example
  void oneLineEndMayFollowTheLastDelimiterHoweverItIsCut() {
    byte[] bytes = (Forms.end() + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    for (int cut = 0; cut <= bytes.length; cut++) {
      assertThat(outcome(bytes, List.of(cut))).as("cut at " + cut).isEqualTo("refused");
    }
    assertThat(outcome(Forms.end().getBytes(StandardCharsets.ISO_8859_1), List.of(13)))
        .isEqualTo("[]");
  }

  @Property
  void garbageIsReadOrRefusedAndNeverBreaksTheReader(
      @ForAll("pieces") List<String> pieces, @ForAll("places") List<Integer> places) {
    byte[] bytes = String.join("", pieces).getBytes(StandardCharsets.ISO_8859_1);
    List<Integer> cuts = places.stream().map(place -> place % (bytes.length + 1)).sorted().toList();
    String whole = outcome(bytes, List.of());
    assertThat(outcome(bytes, cuts)).isEqualTo(whole);
  }

  /** What is sent on is what was said, or nothing is ever complete. */
  private static String outcome(byte[] bytes, List<Integer> cuts) {
    try {
      Forms.Read read = Forms.read(bytes, cuts, value -> value);
      assertThat(read.sent()).isEqualTo(bytes);
      return read.found().toString();
    } catch (MalformedForm refused) {
      return "refused";
    }
  }

  @Provide
  Arbitrary<String> forms() {
    Arbitrary<String> content =
        Arbitraries.of("", "\r\n", "--", "--front", "\r\n--", "x", "\0", "\r", "\n--frontie", "é")
            .list()
            .ofMaxSize(8)
            .map(pieces -> String.join("", pieces));
    Arbitrary<String> text =
        Arbitraries.of("", "small", "\r\n", "--front", "a b").map(it -> Forms.field("a", it));
    Arbitrary<String> part = Arbitraries.oneOf(text, content.map(it -> Forms.file("f", it)));
    return part.list().ofMaxSize(5).map(parts -> String.join("", parts) + Forms.end());
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(
            "--frontier",
            "\r\n",
            "--",
            "Content-Disposition: form-data; name=\"a\"",
            "; filename=\"b\"",
            "\r\n\r\n",
            "x",
            Forms.field("model", "m"),
            Forms.file("f", "v"),
            Forms.end())
        .list()
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Integer>> places() {
    return Arbitraries.integers().between(0, 2_000).list().ofMaxSize(8);
  }
}
