package dev.assay.gateway.dialect.neutral;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;

/** One of the APIs: read into what all of them mean, and written from it. */
public interface Dialect {
  /**
   * Reads a client's request.
   *
   * @param unsaid takes the advice that no other API has a place for
   */
  Conversation readRequest(ObjectNode body, Unsaid unsaid) throws Untranslatable;

  /** Writes a request for a provider. */
  ObjectNode writeRequest(Conversation conversation, Unsaid unsaid) throws Untranslatable;

  /** Reads a provider's whole answer. */
  Answer readAnswer(ObjectNode body) throws Unreadable;

  /** Writes a whole answer to what a client asked. */
  ObjectNode writeAnswer(Answer answer, Asked asked) throws Unreadable;

  /** Reads a provider's streamed answer. */
  StreamReader streamReader();

  /** Writes a streamed answer to what a client asked. */
  StreamWriter streamWriter(Asked asked);

  /** An error as its clients know them. */
  ObjectNode writeFault(Fault fault);
}
