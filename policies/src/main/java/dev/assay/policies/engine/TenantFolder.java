package dev.assay.policies.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.assay.config.yaml.Problem;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of tenant files: {@code <tenant>.yaml}, and beside it {@code <tenant>.rego}, {@code
 * <tenant>.wasm} built from it and {@code <tenant>.wasm.json}, the record of that build.
 */
final class TenantFolder {
  static final int MAX_TENANTS = 10_000;
  private static final int MAX_FILE_BYTES = 16 * 1024 * 1024;
  private static final String YAML = ".yaml";
  private static final String REGO = ".rego";

  private final Path folder;

  TenantFolder(Path folder) {
    this.folder = folder;
  }

  /** A compiled tenant policy and the source it was compiled from. */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Built(Digest source, byte[] wasm) {}

  /** What {@code <tenant>.wasm.json} says. */
  private record BuildRecord(Digest source, Digest wasm) {}

  /** The tenants that have a file, and the files that are no tenant's. */
  record Listing(List<TenantId> tenants, List<Problem> problems) {}

  Listing list() throws IOException {
    List<TenantId> tenants = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (name.endsWith(YAML)) {
        String stem = name.substring(0, name.length() - YAML.length());
        if (TenantId.isValid(stem)) {
          tenants.add(new TenantId(stem));
        } else {
          problems.add(
              new Problem(
                  file.toString(),
                  0,
                  "the tenant name '" + stem + "'",
                  "1 to 40 of a-z, 0-9 and _, a letter first"));
        }
      } else if (name.endsWith(REGO)) {
        String stem = name.substring(0, name.length() - REGO.length());
        if (!Files.exists(folder.resolve(stem + YAML))) {
          problems.add(
              new Problem(file.toString(), 0, "rules without a tenant", stem + YAML + " beside"));
        }
      }
    }
    if (tenants.size() > MAX_TENANTS) {
      throw new IOException(tenants.size() + " tenant files; at most " + MAX_TENANTS);
    }
    return new Listing(tenants, problems);
  }

  /** Changes whenever a file was added, removed, renamed or written. */
  List<String> fingerprint() throws IOException {
    List<String> prints = new ArrayList<>();
    for (Path file : files()) {
      try {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        prints.add(
            String.join(
                "|",
                file.getFileName().toString(),
                attributes.lastModifiedTime().toString(),
                Long.toString(attributes.size()),
                String.valueOf(attributes.fileKey())));
      } catch (NoSuchFileException gone) {
        prints.add(file.getFileName() + "|gone");
      }
    }
    return prints;
  }

  Path yaml(TenantId tenant) {
    return folder.resolve(tenant + YAML);
  }

  /**
   * A tenant's own rules and what stands in the way of using them; absent where it has none.
   *
   * @param problems not empty exactly when the rules are {@link TenantRego.Unbuilt}
   */
  record OwnRules(Optional<TenantRego> rego, List<Problem> problems) {
    static final OwnRules NONE = new OwnRules(Optional.empty(), List.of());
  }

  /**
   * The tenant's own rules as they stand in the folder.
   *
   * @throws IOException when a file is there and cannot be read
   */
  OwnRules rego(TenantId tenant) throws IOException {
    Path file = folder.resolve(tenant + REGO);
    if (!Files.exists(file)) {
      return OwnRules.NONE;
    }
    byte[] source = read(file);
    Digest digest = Digest.of(source);
    List<Problem> problems =
        TenantRegoCheck.problems(
            file.toString(), tenant, new String(source, StandardCharsets.UTF_8));
    if (!problems.isEmpty()) {
      return unusable(digest, problems);
    }
    Optional<Built> built = readBuilt(file);
    if (built.isPresent() && built.get().source().equals(digest)) {
      return new OwnRules(Optional.of(new TenantRego.Built(digest, built.get().wasm())), List.of());
    }
    String state = built.isPresent() ? "rules changed after their build" : "rules not built";
    return unusable(
        digest,
        List.of(
            new Problem(
                file.toString(),
                0,
                state,
                "rules built by: assay policy build "
                    + tenant
                    + " --policy-dir "
                    + folder.toAbsolutePath().normalize())));
  }

  private static OwnRules unusable(Digest source, List<Problem> problems) {
    String whatToDo =
        "The tenant's own rules cannot be used, so everything is refused. "
            + problems.stream().map(Problem::message).collect(Collectors.joining("; "));
    return new OwnRules(Optional.of(new TenantRego.Unbuilt(source, whatToDo)), problems);
  }

  /** Writes the Wasm first: until its record follows, readers see the two disagree. */
  static Path writeBuilt(Path rego, Built built) throws IOException {
    Path wasm = sibling(rego, ".wasm");
    RegoBuild.replace(wasm, built.wasm());
    RegoBuild.replace(
        sibling(rego, ".wasm.json"),
        CanonicalJson.bytes(new BuildRecord(built.source(), Digest.of(built.wasm()))));
    return wasm;
  }

  /** What was built for this file, unless nothing was or its two parts disagree. */
  private static Optional<Built> readBuilt(Path rego) throws IOException {
    Path wasm = sibling(rego, ".wasm");
    Path recorded = sibling(rego, ".wasm.json");
    if (!Files.exists(wasm) || !Files.exists(recorded)) {
      return Optional.empty();
    }
    byte[] bytes = read(wasm);
    try {
      BuildRecord build = CanonicalJson.MAPPER.readValue(read(recorded), BuildRecord.class);
      return build.wasm().equals(Digest.of(bytes))
          ? Optional.of(new Built(build.source(), bytes))
          : Optional.empty();
    } catch (JsonProcessingException broken) {
      return Optional.empty();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  private static byte[] read(Path file) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new IOException(file + " is larger than 16 MiB");
      }
      return bytes;
    }
  }

  private static Path sibling(Path rego, String extension) {
    String name = rego.getFileName().toString();
    return rego.resolveSibling(name.substring(0, name.length() - REGO.length()) + extension);
  }
}
