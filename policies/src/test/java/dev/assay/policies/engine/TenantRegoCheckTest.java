package dev.assay.policies.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantRegoCheckTest {
  private static final String HEADER = "package assay.tenants.acme\n\n";

  private static List<Problem> check(String source) {
    return TenantRegoCheck.problems("acme.rego", Samples.ACME, source);
  }

  @Test
  void rulesThatOnlyAddAndOnlyReadInputAreAccepted() {
    assertThat(
            check(
                """
                # Why: the office sleeps at night. No http.send here, nor data.assay.
                package assay.tenants.acme

                import rego.v1

                deny contains {"code": "night", "message": `data.x and http.send("…")
                are only words here`} if {
                \tto_number(substring(input.at, 11, 2)) < 6
                \tsome field in input.request.fields
                \tcontains(field, "tool")
                }

                approvals contains {"role": "legal", "count": 2} if input.change.kind == "adapter"

                obligations contains {"content": "none"} if input.caller.app == "http.send \\" data."

                deny contains reason if {
                \treason := {"code": "c", "message": concat("", ["a", "b"])}
                }
                """))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "package assay.request",
        "package assay.tenants.globex",
        "package assay.tenants",
        "package assay.tenants.acme.more",
        "package assay.tenants.acme; deny contains {}",
      })
  void anyOtherPackageIsRefused(String header) {
    assertThat(check(header + "\n"))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.line()).isEqualTo(1);
          assertThat(problem.allowed()).contains("package assay.tenants.acme");
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          deny contains {} if http.send({"url": "x"}).status_code == 200 | http.send
          deny contains {} if time.now_ns() > 5                          | time.now_ns
          deny contains {} if rand.intn("x", 2) == 1                     | rand.intn
          deny contains {} if opa.runtime().env.HOME                     | opa.runtime
          deny contains {} if net.lookup_ip_addr("x")                    | net.lookup_ip_addr
          deny contains {} if trace("x")                                 | trace
          deny contains {} if print("x")                                 | print
          deny contains {} if uuid.rfc4122("x") == ""                    | uuid.rfc4122
          deny contains {} if data.assay.tenants.globex.deny             | data.assay.tenants.globex
          deny contains {} if data["assay"]                              | data
          deny contains {} if input.x with input as {}                   | with
          import data.assay.tenants.globex                               | import data.assay.tenants
          import input.request                                           | import input.request
          allow := true                                                  | allow
          default deny := false                                          | default
          deny := {}                                                     | deny
          deny["x"] := 1                                                 | deny
          approvals if true                                              | approvals
          helper(x) := x                                                 | helper
          deny contains {} if { true } else := 1                         | else
          deny contains {} if true evil := 1                             | :=
          """)
  void whateverReachesFurtherIsRefusedWithItsLine(String rule, String found) {
    assertThat(check(HEADER + rule + "\n"))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.line()).isEqualTo(3))
        .anySatisfy(problem -> assertThat(problem.found()).contains(found));
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThat(
            check(
                """
                package assay.tenants.globex
                import data.assay.request
                allow if {
                  input.x
                }
                deny contains {"code": "x"} if {
                  http.send({})
                }
                """))
        .extracting(Problem::line)
        .containsExactly(1, 2, 2, 3, 7);
  }

  @Test
  void brokenTextIsRefused() {
    assertThat(check(HEADER + "deny contains \"x\n")).extracting(Problem::line).contains(3);
    assertThat(check(HEADER + "deny contains `x\n\n")).extracting(Problem::line).contains(3);
    assertThat(check(HEADER + "deny contains {\"a\": 1\n")).extracting(Problem::line).contains(3);
    assertThat(check(HEADER + "deny contains {} if {$\"x\"}\n")).isNotEmpty();
    assertThat(check("")).extracting(Problem::line).containsExactly(1);
    assertThat(check("#".repeat(70_000))).hasSize(1);
  }
}
