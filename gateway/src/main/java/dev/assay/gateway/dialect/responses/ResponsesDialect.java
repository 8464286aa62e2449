package dev.assay.gateway.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.chat.ChatDialect;
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

/** Responses, as OpenAI speaks them. */
public final class ResponsesDialect implements Dialect {
  @Override
  public Conversation readRequest(ObjectNode body, Unsaid unsaid) throws Untranslatable {
    return ResponsesRequestReader.read(body, unsaid);
  }

  @Override
  public ObjectNode writeRequest(Conversation conversation, Unsaid unsaid) throws Untranslatable {
    return ResponsesRequestWriter.write(conversation, unsaid);
  }

  @Override
  public Answer readAnswer(ObjectNode body) throws Unreadable {
    return ResponsesAnswers.read(body);
  }

  @Override
  public ObjectNode writeAnswer(Answer answer, Asked asked) throws Unreadable {
    return ResponsesAnswers.write(answer, asked);
  }

  @Override
  public StreamReader streamReader() {
    return new ResponsesStreamReader();
  }

  @Override
  public StreamWriter streamWriter(Asked asked) {
    return new ResponsesStreamWriter(asked);
  }

  /** Both OpenAI APIs say errors alike. */
  @Override
  public ObjectNode writeFault(Fault fault) {
    return new ChatDialect().writeFault(fault);
  }
}
