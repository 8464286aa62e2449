package dev.assay.gateway.control;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.store.Database;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantTemplate;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Writes a new tenant's policy file from the template, where the folder lets it. */
final class TenantFolderWriter {
  private final Path folder;
  private final List<String> aliases;
  private final Database database;
  private final Audit audit;

  TenantFolderWriter(Path folder, List<String> aliases, Database database, Audit audit) {
    this.folder = folder;
    this.aliases = List.copyOf(aliases);
    this.database = database;
    this.audit = audit;
  }

  /** Where tenants' files are. */
  String path() {
    return folder.toAbsolutePath().normalize().toString();
  }

  /**
   * What became of it.
   *
   * @param written false where the folder is read-only: then a person has to save {@code text}
   */
  record Written(String tenant, String file, boolean written, String text) {}

  Written create(String actor, TenantId tenant) {
    if (aliases.isEmpty()) {
      throw new Failed(
          ApiError.conflict(
              "There is no model that a tenant could be allowed, for want of a provider: start"
                  + " 'assay serve' with OPENAI_API_KEY set, with a --config that names providers"
                  + " and aliases, or with --sandbox.",
              "no_provider"));
    }
    Path file = folder.resolve(tenant + ".yaml");
    if (Files.exists(file)) {
      throw new Failed(
          ApiError.conflict(
              "There is a tenant " + tenant + " already: edit " + file + ".", "tenant_exists"));
    }
    String text = TenantTemplate.text(tenant, aliases);
    Waits.on(
        database.write(handle ->
            audit.append(
                handle,
                actor,
                "tenant.create",
                tenant,
                tenant.value(),
                Map.of("file", file.toString()))));
    return new Written(tenant.value(), file.toString(), write(file, text), text);
  }

  private boolean write(Path file, String text) {
    try {
      Files.createDirectories(folder);
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return true;
    } catch (FileAlreadyExistsException twice) {
      throw new Failed(
          ApiError.conflict("Somebody made this tenant at the same moment.", "tenant_exists"));
    } catch (IOException readOnly) {
      return false;
    }
  }
}
