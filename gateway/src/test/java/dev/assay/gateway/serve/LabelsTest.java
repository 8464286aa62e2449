package dev.assay.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Nobody but the operator decides how many series there are. */
class LabelsTest {
  private final Labels labels = new Labels(Set.of("small"));

  @Test
  void anythingAClientOrTenantMakesUpIsOther() {
    assertThat(labels.alias("small")).isEqualTo("small");
    assertThat(labels.alias("made-up")).isEqualTo(Labels.OTHER);
    assertThat(Labels.endpoint("chat.completions")).isEqualTo("chat.completions");
    assertThat(Labels.endpoint("made.up")).isEqualTo(Labels.OTHER);
    assertThat(Labels.code("a_tenants_own_rule")).isEqualTo(Labels.OTHER);
    assertThat(Labels.statusClass(204)).isEqualTo("2xx");
    assertThat(Labels.statusClass(99)).isEqualTo(Labels.OTHER);
  }

  @Test
  void everyConditionOfTheShippedRulesHasALabel() throws Exception {
    String rules = Files.readString(Path.of("../policies/rego/assay/request.rego"));
    Matcher list = Pattern.compile("(?s)conditions := \\[(.*?)\\]").matcher(rules);
    assertThat(list.find()).isTrue();
    Set<String> conditions =
        Pattern.compile("\"([a-z_]+)\"")
            .matcher(list.group(1))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    assertThat(conditions).isNotEmpty();
    assertThat(Labels.RULES).containsAll(conditions);
  }
}
