package dev.assay.policies.tenant;

import dev.assay.config.yaml.Fields;
import dev.assay.config.yaml.Words;
import java.util.List;
import java.util.Map;

/** The {@code content_rules} of a tenant's file. */
final class ContentSection {
  private static final Map<String, ContentRules.Act> ACTS =
      Words.of(List.of(ContentRules.Act.values()), ContentRules.Act::word);

  private ContentSection() {}

  static ContentRules read(Fields rules, ContentRules standard) {
    return new ContentRules(
        rules.section("prompt", it -> prompt(it, standard.prompt())),
        rules.section("answer", it -> answer(it, standard.answer())));
  }

  private static ContentRules.Prompt prompt(Fields side, ContentRules.Prompt standard) {
    return new ContentRules.Prompt(
        side.word("secrets", standard.secrets(), ACTS),
        side.word("pii", standard.pii(), ACTS),
        side.word("injection_markers", standard.injectionMarkers(), ACTS));
  }

  private static ContentRules.Answer answer(Fields side, ContentRules.Answer standard) {
    return new ContentRules.Answer(
        side.word("secrets", standard.secrets(), ACTS), side.word("pii", standard.pii(), ACTS));
  }
}
