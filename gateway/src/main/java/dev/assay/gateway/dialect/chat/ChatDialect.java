package dev.assay.gateway.dialect.chat;

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

/** Chat completions, as OpenAI and those who imitate it speak them. */
public final class ChatDialect implements Dialect {
  @Override
  public Conversation readRequest(ObjectNode body, Unsaid unsaid) throws Untranslatable {
    return ChatRequestReader.read(body, unsaid);
  }

  @Override
  public ObjectNode writeRequest(Conversation conversation, Unsaid unsaid) throws Untranslatable {
    return ChatRequestWriter.write(conversation, unsaid);
  }

  @Override
  public Answer readAnswer(ObjectNode body) throws Unreadable {
    return ChatAnswerReader.read(body);
  }

  @Override
  public ObjectNode writeAnswer(Answer answer, Asked asked) throws Unreadable {
    return ChatAnswerWriter.write(answer, asked);
  }

  @Override
  public StreamReader streamReader() {
    return new ChatStreamReader();
  }

  @Override
  public StreamWriter streamWriter(Asked asked) {
    return new ChatStreamWriter(asked);
  }

  @Override
  public ObjectNode writeFault(Fault fault) {
    return ChatWords.fault(fault);
  }
}
