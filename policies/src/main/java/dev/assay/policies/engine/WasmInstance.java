package dev.assay.policies.engine;

import com.styra.opa.wasm.OpaPolicy;
import dev.assay.policies.judge.PolicyUnavailable;
import java.util.Map;

/**
 * One loaded policy with its own memory. Not thread-safe: one evaluation at a time. After a failed
 * evaluation its memory is in no known state and it must be thrown away.
 */
final class WasmInstance {
  private static final int INITIAL_PAGES = 16;

  /** 64 KiB each: what one evaluation may use at most is 16 MiB. */
  private static final int MAX_PAGES = 256;

  private final OpaPolicy policy;
  private final Map<String, Integer> entryPoints;

  /** Compiles and loads; takes about a second. Throws what the runtime throws when it cannot. */
  WasmInstance(byte[] wasm) {
    policy =
        OpaPolicy.builder()
            .withPolicy(wasm)
            .withInitialMemory(INITIAL_PAGES)
            .withMaxMemory(MAX_PAGES)
            // No host function is supplied: a policy that needs one is none of ours.
            .withDefaultBuiltins(false)
            .build();
    entryPoints = Map.copyOf(policy.entrypoints());
    policy.data("{}");
  }

  /**
   * What the rule at this path answers: {@code [{"result": …}]}.
   *
   * @throws PolicyUnavailable when it aborts, is interrupted or has no such rule
   */
  String evaluate(String path, String input) {
    Integer entryPoint = entryPoints.get(path);
    if (entryPoint == null) {
      throw new PolicyUnavailable("The compiled policy has no rule " + path + "; build it again.");
    }
    try {
      policy.entrypoint(entryPoint);
      return policy.input(input).evaluate();
    } catch (RuntimeException aborted) {
      throw new PolicyUnavailable("The policy's evaluation was aborted.", aborted);
    }
  }
}
