package org.emoglot.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.emoglot.io.Json;

/** A client of a stream, which keeps what it is told. */
final class StreamClient implements WebSocket.Listener {

  /**
   * A message that has come.
   *
   * @param nanos when it came
   */
  record Message(JsonNode json, long nanos) {}

  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private WebSocket socket;

  /** Opens a stream; the query begins with a question mark, unless it is empty. */
  static StreamClient open(TestService service, String query) throws Exception {
    StreamClient client = new StreamClient();
    client.socket =
        service
            .client()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://127.0.0.1:" + service.port() + "/v1/stream" + query), client)
            .get(10, TimeUnit.SECONDS);
    return client;
  }

  void send(byte[] bytes, int from, int to) throws Exception {
    socket.sendBinary(ByteBuffer.wrap(bytes, from, to - from), true).get(30, TimeUnit.SECONDS);
  }

  void send(String message) throws Exception {
    socket.sendText(message, true).get(30, TimeUnit.SECONDS);
  }

  /** Ends the stream, and gives the answer to all of it. */
  JsonNode end() throws Exception {
    send("{\"type\": \"end\"}");
    assertThat(awaitClose()).isEqualTo(1000);
    return awaitMessage("end").json();
  }

  int awaitClose() throws Exception {
    return closed.get(60, TimeUnit.SECONDS);
  }

  /** The first message of a type. */
  Message awaitMessage(String type) throws InterruptedException {
    for (int i = 0; i < 6000; i++) {
      List<Message> found = messages(type);
      if (!found.isEmpty()) {
        return found.get(0);
      }
      Thread.sleep(5);
    }
    throw new AssertionError("No message of type " + type + " in " + messages);
  }

  List<Message> messages(String type) {
    return messages.stream()
        .filter(message -> message.json().get("type").asText().equals(type))
        .toList();
  }

  List<Message> messages() {
    return messages;
  }

  void abort() {
    socket.abort();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      try {
        messages.add(new Message(Json.mapper().readTree(text.toString()), System.nanoTime()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closed.complete(status);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }
}
