package dev.assay.gateway.objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.learners.objects.ProviderObject;
import dev.assay.learners.objects.ProviderObjects;
import dev.assay.policies.canonical.ForeignJson;
import dev.assay.policies.tenant.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps tenants apart where they share a provider's account: whoever made a thing is the only one
 * who can name it, or see it in a list.
 */
public final class Ownership {
  private static final ObjectMapper JSON = ForeignJson.MAPPER;
  private static final int AT_A_TIME = 100;
  private static final Standing NOTHING = new Standing.Own(Optional.empty(), "", false);
  private static final int MAX_ID_CHARS = ProviderObject.MAX_ID_CHARS;

  private final ProviderObjects objects;
  private final Accounts accounts;
  private final Older older;

  /** Watches over what providers keep in these accounts. */
  public Ownership(ProviderObjects objects, Accounts accounts) {
    this.objects = objects;
    this.accounts = accounts;
    this.older = new Older(objects.sinceMillis());
  }

  /** What is known of the names a request uses. */
  public sealed interface Standing {
    /**
     * All may be used.
     *
     * @param provider where they are kept; empty where no name was used
     * @param model the provider's model that the first came from; empty for none
     * @param atItsOwn whether some are in no book, and so can only be in the tenant's own account
     */
    record Own(Optional<String> provider, String model, boolean atItsOwn) implements Standing {}

    /** This one is not there, as far as the tenant can tell. */
    record Missing(String name) implements Standing {}
  }

  /**
   * Whether the tenant may use these names.
   *
   * @param repeats names that may be nobody's as well, as they decide nothing
   * @param unowned what of that which nobody's key made may be used too
   */
  public Future<Standing> check(
      TenantId tenant, List<String> names, List<String> repeats, Unowned unowned, Context loop) {
    if (names.isEmpty() && repeats.isEmpty()) {
      return Future.succeededFuture(NOTHING);
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(repeats);
    return owners(accounts.open(tenant), all, loop)
        .map(owners ->
            repeats.stream()
                .filter(name -> isAnothers(owners.get(name), tenant))
                .findFirst()
                .<Standing>map(Standing.Missing::new)
                .orElseGet(
                    () -> names.isEmpty() ? NOTHING : standing(tenant, names, unowned, owners)));
  }

  private static boolean isAnothers(
      @org.jspecify.annotations.Nullable ProviderObject object, TenantId tenant) {
    return object != null && !object.tenant().equals(tenant);
  }

  private Standing standing(
      TenantId tenant, List<String> names, Unowned unowned, Map<String, ProviderObject> owners) {
    Optional<ProviderObject> first = Optional.empty();
    boolean hasOwn = unowned == Unowned.NONE && accounts.hasOwn(tenant);
    boolean atItsOwn = hasOwn && names.stream().anyMatch(name -> !owners.containsKey(name));
    for (String name : names) {
      ProviderObject object = owners.get(name);
      boolean may = object == null ? hasOwn || lets(unowned, name) : object.tenant().equals(tenant);
      boolean elsewhere =
          object != null
              && ((first.isPresent() && !first.get().provider().equals(object.provider()))
                  || (atItsOwn && !accounts.isOwn(object.provider(), tenant)));
      if (!may || elsewhere) {
        return new Standing.Missing(name);
      }
      first = first.or(() -> Optional.ofNullable(object));
    }
    return new Standing.Own(
        first.map(ProviderObject::provider), first.map(ProviderObject::model).orElse(""), atItsOwn);
  }

  private boolean lets(Unowned unowned, String name) {
    return switch (unowned) {
      case NONE -> false;
      case KNOWN_OLDER -> older.isKnown(name);
      case ALL -> true;
    };
  }

  /** Whether the tenant made what has this name at a provider whose account all tenants share. */
  public Future<Boolean> keptAmongAll(TenantId tenant, String name, Context loop) {
    return owners(accounts.open(tenant), List.of(name), loop)
        .map(owners ->
            Optional.ofNullable(owners.get(name))
                .filter(object -> object.tenant().equals(tenant))
                .filter(object -> !accounts.isOwn(object.provider(), tenant))
                .isPresent());
  }

  private Future<Map<String, ProviderObject>> owners(
      List<String> providers, List<String> names, Context loop) {
    List<Future<List<ProviderObject>>> parts = new ArrayList<>();
    for (int from = 0; from < names.size(); from += AT_A_TIME) {
      List<String> some = names.subList(from, Math.min(names.size(), from + AT_A_TIME));
      parts.add(Future.fromCompletionStage(objects.find(providers, some), loop));
    }
    return Future.all(parts)
        .map(all -> {
          Map<String, ProviderObject> owners = new HashMap<>();
          parts.forEach(part -> part.result().forEach(found -> owners.put(found.id(), found)));
          return owners;
        });
  }

  /**
   * Makes what an answer names the tenant's, unless it is somebody's.
   *
   * @param makes whether the answer tells of something new
   * @param named what its request named
   * @return whether the answer's own name is the tenant's now, or it has none; durable when the
   *     future completes
   */
  public Future<Boolean> claim(
      TenantId tenant,
      String provider,
      JsonNode answer,
      boolean makes,
      List<String> named,
      Context loop) {
    return claim(tenant, provider, "", KeptNames.in(answer, makes, named), loop);
  }

  /** The same for names, the first of which is the answer's own. */
  public Future<Boolean> claim(
      TenantId tenant, String provider, String model, List<String> names, Context loop) {
    List<ProviderObject> made =
        names.stream()
            .filter(name -> !name.isEmpty() && name.length() <= MAX_ID_CHARS)
            .map(name -> new ProviderObject(provider, name, tenant, model))
            .toList();
    if (made.isEmpty()) {
      return Future.succeededFuture(true);
    }
    return Future.fromCompletionStage(objects.claim(made), loop)
        .map(owners -> owners.getFirst().tenant().equals(tenant));
  }

  /**
   * Whether an answer tells of something that its request named, that is in nobody's book, and that
   * was made since there is a book: its maker has yet to hear of it.
   *
   * @param standing of the names in the request
   */
  public boolean isYounger(JsonNode answer, List<String> named, Standing standing) {
    return standing instanceof Standing.Own own
        && own.provider().isEmpty()
        && named.contains(answer.path("id").asText())
        && !older.is(answer);
  }

  /**
   * A list without what is not the tenant's.
   *
   * @param provider that answered with it
   * @param unowned whether what nobody's key made is shown too, if it is older than the book
   * @return the same bytes where nothing had to be left out; empty for what is no list
   */
  public Future<Optional<Buffer>> visible(
      TenantId tenant, String provider, Buffer list, boolean unowned, Context loop) {
    ObjectNode answer = object(list);
    if (answer == null || !(answer.get("data") instanceof ArrayNode data)) {
      return Future.succeededFuture(Optional.empty());
    }
    List<String> names = new ArrayList<>();
    data.forEach(item -> names.add(item.path("id").asText()));
    return owners(List.of(provider), names, loop)
        .map(owners -> {
          List<JsonNode> shown = new ArrayList<>();
          data.forEach(item -> {
            ProviderObject object = owners.get(item.path("id").asText());
            if (object == null ? unowned && older.is(item) : object.tenant().equals(tenant)) {
              shown.add(item);
            }
          });
          return Optional.of(shown.size() == data.size() ? list : listed(answer, shown));
        });
  }

  private static Buffer listed(ObjectNode answer, List<JsonNode> shown) {
    answer.putArray("data").addAll(shown);
    end(answer, "first_id", shown.isEmpty() ? Optional.empty() : Optional.of(shown.getFirst()));
    end(answer, "last_id", shown.isEmpty() ? Optional.empty() : Optional.of(shown.getLast()));
    try {
      return Buffer.buffer(JSON.writeValueAsBytes(answer));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("what was read as JSON is JSON", impossible);
    }
  }

  private static void end(ObjectNode answer, String field, Optional<JsonNode> item) {
    if (answer.has(field)) {
      answer.set(
          field,
          item.map(it -> it.path("id")).filter(JsonNode::isTextual).orElse(answer.nullNode()));
    }
  }

  private static @org.jspecify.annotations.Nullable ObjectNode object(Buffer body) {
    try {
      return JSON.readTree(body.getBytes()) instanceof ObjectNode object ? object : null;
    } catch (IOException unreadable) {
      return null;
    }
  }
}
