package dev.assay.gateway.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.base.HasDescription;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.assay.policies.judge.Outbound;
import dev.assay.policies.judge.Permitted;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The plan of the house: {@code config <- policies <- learners <- gateway}, one way. */
@AnalyzeClasses(packages = "dev.assay", importOptions = DoNotIncludeTests.class)
final class HouseTest {
  private static final String CONFIG = "dev.assay.config..";
  private static final String POLICIES = "dev.assay.policies..";
  private static final String LEARNERS = "dev.assay.learners..";
  private static final String GATEWAY = "dev.assay.gateway..";

  /** Words that say nothing of what a thing is. */
  private static final Pattern EMPTY_WORD =
      Pattern.compile("Manager|Helper|Utils?(?![a-z])|Impl(?![a-z])|(Base|Factory)$");

  private static final Pattern EMPTY_MEMBER = Pattern.compile("(?i:manager|helper|utils?$)");

  @ArchTest
  static final ArchRule configKnowsNoOtherRoom =
      noClasses()
          .that()
          .resideInAPackage(CONFIG)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(POLICIES, LEARNERS, GATEWAY);

  @ArchTest
  static final ArchRule policiesKnowConfigAlone =
      noClasses()
          .that()
          .resideInAPackage(POLICIES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LEARNERS, GATEWAY);

  @ArchTest
  static final ArchRule learnersDoNotKnowTheGateway =
      noClasses()
          .that()
          .resideInAPackage(LEARNERS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(GATEWAY);

  @ArchTest
  static final ArchRule configReadsWithJacksonAndSnakeYamlAlone =
      classes()
          .that()
          .resideInAPackage(CONFIG)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  CONFIG, "java..", "com.fasterxml.jackson..", "org.yaml..", "org.jspecify.."));

  @ArchTest
  static final ArchRule vertxStaysInTheGateway =
      noClasses()
          .that()
          .resideOutsideOfPackage(GATEWAY)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..");

  @ArchTest
  static final ArchRule aPackageLivesInOneModule = classes().should(liveInTheModuleTheirNameSays());

  @ArchTest
  static final ArchRule noPackagesInCircles =
      slices().matching("dev.assay.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule classesSayWhatTheyAre =
      classes().should(beNamedWithout(EMPTY_WORD, JavaClass::getSimpleName));

  @ArchTest
  static final ArchRule membersSayWhatTheyAre = members().should(beNamedWithout(EMPTY_MEMBER, JavaMember::getName));

  @ArchTest
  static final ArchRule onlyTheJudgeMakesWhatMayBeSent =
      constructors()
          .that()
          .areDeclaredInClassesThat()
          .belongToAnyOf(Permitted.class, Outbound.class)
          .should()
          .notBePublic()
          .andShould()
          .notBeProtected();

  @ArchTest
  static final ArchRule nobodyInheritsWhatMayBeSent =
      classes().that().belongToAnyOf(Permitted.class, Outbound.class).should().haveModifier(
          JavaModifier.FINAL);

  @ArchTest
  static final ArchRule onlyTheUpstreamSendsToProviders =
      noClasses()
          .that()
          .resideInAPackage(GATEWAY)
          .and()
          .resideOutsideOfPackage("dev.assay.gateway.upstream..")
          .should()
          .dependOnClassesThat(
              describe(
                  "Vert.x's HTTP client",
                  (JavaClass type) ->
                      type.getPackageName().equals("io.vertx.core.http")
                          && type.getSimpleName().startsWith("HttpClient")));

  private static <T extends HasDescription> ArchCondition<T> beNamedWithout(
      Pattern words, Function<? super T, String> name) {
    return new ArchCondition<>("be named without " + words) {
      @Override
      public void check(T item, ConditionEvents events) {
        boolean says = !words.matcher(name.apply(item)).find();
        events.add(new SimpleConditionEvent(item, says, item.getDescription() + " is an empty word"));
      }
    };
  }

  private static ArchCondition<JavaClass> liveInTheModuleTheirNameSays() {
    return new ArchCondition<>("live in the module their package names") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String module = type.getPackageName().split("\\.", -1)[2];
        String place = type.getSource().orElseThrow().getUri().toString();
        // Built classes in the reactor, jars when the modules before it are packaged.
        boolean there =
            place.contains("/" + module + "/target/classes/")
                || place.contains("/" + module + "/target/assay")
                || place.contains("/assay-" + module + "-");
        events.add(new SimpleConditionEvent(type, there, type.getName() + " is from " + place));
      }
    };
  }
}
