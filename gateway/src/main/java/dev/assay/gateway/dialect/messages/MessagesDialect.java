package dev.assay.gateway.dialect.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.json.Unsaid;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.neutral.Answer;
import dev.assay.gateway.dialect.neutral.Asked;
import dev.assay.gateway.dialect.neutral.Conversation;
import dev.assay.gateway.dialect.neutral.Dialect;
import dev.assay.gateway.dialect.neutral.Fault;
import dev.assay.gateway.dialect.neutral.StreamReader;
import dev.assay.gateway.dialect.neutral.StreamWriter;

/**
 * Messages, as Anthropic speaks them.
 *
 * @param defaultMaxTokens what stands in {@code max_tokens}, which Anthropic demands, when the
 *     client gave no limit
 */
public record MessagesDialect(long defaultMaxTokens) implements Dialect {
  @Override
  public Conversation readRequest(ObjectNode body, Unsaid unsaid) throws Untranslatable {
    return MessagesRequestReader.read(body, unsaid);
  }

  @Override
  public ObjectNode writeRequest(Conversation conversation, Unsaid unsaid) throws Untranslatable {
    return MessagesRequestWriter.write(conversation, defaultMaxTokens, unsaid);
  }

  @Override
  public Answer readAnswer(ObjectNode body) throws Unreadable {
    return MessagesAnswers.read(body);
  }

  @Override
  public ObjectNode writeAnswer(Answer answer, Asked asked) throws Unreadable {
    return MessagesAnswers.write(answer);
  }

  @Override
  public StreamReader streamReader() {
    return new MessagesStreamReader();
  }

  @Override
  public StreamWriter streamWriter(Asked asked) {
    return new MessagesStreamWriter();
  }

  @Override
  public ObjectNode writeFault(Fault fault) {
    return MessagesWords.fault(fault);
  }
}
