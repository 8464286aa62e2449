package dev.assay.policies.engine;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that need the {@code opa} program; where it is absent they are skipped, and the run's end
 * says so. A condition, because the reports say nothing of an assumption made before all tests.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsOpa.Present.class)
@interface NeedsOpa {
  /** Whether it is there. */
  final class Present implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return OpaBinary.find(System.getenv()).isPresent()
          ? enabled("opa is there")
          : disabled("part absent: opa. " + OpaBinary.HOW_TO_GET);
    }
  }
}
