package dev.assay.learners.objects;

import dev.assay.policies.tenant.TenantId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads the table of objects. */
final class ObjectRows {
  private ObjectRows() {}

  static long since(Handle handle) {
    return handle.createQuery("SELECT since FROM provider_object_book").mapTo(Long.class).one();
  }

  static List<ProviderObject> find(Handle handle, String provider, List<String> ids) {
    return handle
        .createQuery(
            "SELECT provider, id, tenant, model FROM provider_object"
                + " WHERE provider = :provider AND id IN (<ids>)")
        .bind("provider", provider)
        .bindList("ids", ids)
        .map((row, context) ->
            new ProviderObject(
                row.getString("provider"),
                row.getString("id"),
                new TenantId(row.getString("tenant")),
                row.getString("model")))
        .list();
  }
}
