package dev.assay.learners.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class AnswerTextProperties {
  @Property(tries = 300)
  void comparingTheComparedFormChangesNothing(@ForAll String text) {
    assertThat(AnswerText.normal(AnswerText.normal(text))).isEqualTo(AnswerText.normal(text));
  }

  @Example
  void theCapitalSharpSIsOneWithItsOtherSpellings() {
    assertThat(AnswerText.normal("STRAẞE")).isEqualTo("strasse");
    assertThat(AnswerText.normal("straße")).isEqualTo("strasse");
  }

  @Example
  void spellingIsNotMeaning() {
    assertThat(AnswerText.normal("  Card_Arrival.\n")).isEqualTo("card arrival");
    assertThat(AnswerText.normal("card  arrival")).isEqualTo(AnswerText.normal("CARD ARRIVAL!"));
    assertThat(AnswerText.normal("card arrivals")).isNotEqualTo(AnswerText.normal("card arrival"));
  }
}
