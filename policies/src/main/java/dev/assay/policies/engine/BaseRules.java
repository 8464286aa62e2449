package dev.assay.policies.engine;

import dev.assay.policies.canonical.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The compiled base rules that ship with Assay.
 *
 * @param wasm OPA's compiler output for {@code policies/rego/assay}
 * @param digest of those bytes; part of every policy revision
 */
@SuppressWarnings("ArrayRecordComponent") // compared by digest, and never handed out for writing
public record BaseRules(byte[] wasm, Digest digest) {

  /** The rules on the class path. */
  public static BaseRules shipped() {
    byte[] wasm = resource("base.wasm");
    return new BaseRules(wasm, Digest.of(wasm));
  }

  static byte[] resource(String name) {
    try (InputStream stream = BaseRules.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is not on the class path; build Assay again");
      }
      return stream.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(name + " cannot be read", unreadable);
    }
  }
}
