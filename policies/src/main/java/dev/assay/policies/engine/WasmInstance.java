package dev.assay.policies.engine;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.styra.opa.wasm.OpaWasm_Env;
import com.styra.opa.wasm.OpaWasm_ModuleExports;
import com.styra.opa.wasm.OpaWasm_ModuleImports;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.judge.PolicyUnavailable;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One loaded policy with its own memory. Not thread-safe: one evaluation at a time. After a failed
 * evaluation its memory is in no known state and it must be thrown away.
 *
 * <p>Follows Open Policy Agent's Wasm ABI 1.2: one call of {@code opa_eval} parses the input,
 * evaluates and writes the answer, in memory that the next call overwrites.
 */
final class WasmInstance {
  private static final int INITIAL_PAGES = 16;

  /** 64 KiB each: what one evaluation may use at most is 16 MiB. */
  private static final int MAX_PAGES = 256;

  private static final int JSON = 0;
  private static final int ALIGNMENT = 8;

  private final Memory memory = new ByteArrayMemory(new MemoryLimits(INITIAL_PAGES, MAX_PAGES));
  private final OpaWasm_ModuleExports exports;
  private final Map<String, Integer> entryPoints;
  private final int data;
  private final int heap;

  /** Takes a moment. Throws what the runtime throws when it cannot be loaded. */
  WasmInstance(CompiledRules rules) {
    Instance instance =
        Instance.builder(rules.module())
            .withImportValues(new Host(memory).toImportValues())
            .withMachineFactory(rules.machine())
            .build();
    exports = new OpaWasm_ModuleExports(instance);
    entryPoints = entryPoints(memory.readCString(exports.opaJsonDump(exports.entrypoints())));
    int empty = exports.opaMalloc(2);
    memory.write(empty, "{}".getBytes(StandardCharsets.US_ASCII));
    data = exports.opaJsonParse(empty, 2);
    heap = aligned(exports.opaHeapPtrGet());
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
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    try {
      int end = aligned(heap + bytes.length);
      makeRoom(end);
      memory.write(heap, bytes);
      return memory.readCString(
          exports.opaEval(0, entryPoint, data, heap, bytes.length, end, JSON));
    } catch (RuntimeException aborted) {
      throw new PolicyUnavailable("The policy's evaluation was aborted.", aborted);
    }
  }

  private void makeRoom(int end) {
    int missing = end - memory.pages() * Memory.PAGE_SIZE;
    if (missing > 0 && memory.grow(Math.ceilDiv(missing, Memory.PAGE_SIZE)) < 0) {
      throw new PolicyUnavailable("The facts are larger than the policy's memory.");
    }
  }

  private static int aligned(int address) {
    return Math.ceilDiv(address, ALIGNMENT) * ALIGNMENT;
  }

  private static Map<String, Integer> entryPoints(String json) {
    try {
      return Map.copyOf(
          CanonicalJson.MAPPER.readValue(json, new TypeReference<Map<String, Integer>>() {}));
    } catch (JsonProcessingException otherwise) {
      throw new PolicyUnavailable("The compiled policy does not list its rules.", otherwise);
    }
  }

  /** Supplies memory and no function: a policy that needs one is none of ours. */
  private record Host(Memory memory) implements OpaWasm_Env, OpaWasm_ModuleImports {
    @Override
    public OpaWasm_Env env() {
      return this;
    }

    @Override
    public void opaAbort(int message) {
      throw new PolicyUnavailable(memory.readCString(message));
    }

    @Override
    public int opaBuiltin0(int id, int context) {
      return unknown(id);
    }

    @Override
    public int opaBuiltin1(int id, int context, int a) {
      return unknown(id);
    }

    @Override
    public int opaBuiltin2(int id, int context, int a, int b) {
      return unknown(id);
    }

    @Override
    public int opaBuiltin3(int id, int context, int a, int b, int c) {
      return unknown(id);
    }

    @Override
    public int opaBuiltin4(int id, int context, int a, int b, int c, int d) {
      return unknown(id);
    }

    private static int unknown(int id) {
      throw new PolicyUnavailable("The policy calls host function " + id + ", which is not given.");
    }
  }
}
