package dev.assay.policies.engine;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.util.function.Function;

/**
 * A policy's Wasm as byte code. Compiling takes about a second of pure computing; every {@link
 * WasmInstance} shares the result, and with it what the JVM learned about it.
 */
final class CompiledRules {
  private final WasmModule module;
  private final Function<Instance, Machine> machine;

  /** Compiles. Throws what the compiler throws when it cannot. */
  CompiledRules(byte[] wasm) {
    this.module = Parser.parse(wasm);
    this.machine = MachineFactoryCompiler.compile(module);
  }

  WasmModule module() {
    return module;
  }

  Function<Instance, Machine> machine() {
    return machine;
  }
}
