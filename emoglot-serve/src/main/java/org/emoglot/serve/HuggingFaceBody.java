package org.emoglot.serve;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.eclipse.jetty.io.EofException;
import org.emoglot.io.Json;

/**
 * A body as Hugging Face's clients send it: the bytes of an audio file, or <code>
 * {"inputs": base64, "parameters": {"top_k": 2}}</code>.
 */
final class HuggingFaceBody {

  private static final String TOP = "top_k";
  private static final String FUNCTION = "function_to_apply";
  private static final int MOST = 1000;

  private HuggingFaceBody() {}

  /**
   * Reads one whole.
   *
   * @throws Problem if it is neither, or too large
   */
  static Body read(Context context, TemporaryFolder folder, Limits limits) {
    if (!Body.mediaType(context.req()).equals("application/json")) {
      return Body.read(context.req(), folder, limits);
    }
    Body body = new Body(folder);
    try (InputStream in = Body.bounded(context.req(), limits);
        JsonParser json = Json.mapper().createParser(in)) {
      new HuggingFaceBody().read(json, body);
      return body;
    } catch (JsonProcessingException e) {
      body.close();
      throw Problem.of(
          Problem.Kind.INVALID_REQUEST,
          "Expected a JSON object such as {\"inputs\": \"<base64>\", \"parameters\": {\"top_k\": 2}}, found something else%s."
              .formatted(Json.place(e)));
    } catch (EofException e) {
      body.close();
      throw new ClientGone();
    } catch (IOException e) {
      body.close();
      throw new UncheckedIOException("Cannot read a request", e);
    } catch (RuntimeException | Error e) {
      body.close();
      throw e;
    }
  }

  /** How many scores are asked for. */
  static int top(Body body, int otherwise) {
    String text = body.fields().getOrDefault(TOP, "");
    return text.isEmpty() ? otherwise : Integer.parseInt(text);
  }

  private void read(JsonParser json, Body body) throws IOException {
    require(json.nextToken() == JsonToken.START_OBJECT, "body", "a JSON object", "another value");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("inputs")) {
        require(value == JsonToken.VALUE_STRING, name, "base64 text", "another value");
        require(body.recordings().isEmpty(), name, "one value", "several");
        readAudio(json, body);
      } else if (name.equals("parameters") && value == JsonToken.START_OBJECT) {
        readParameters(json, body);
      } else {
        require(
            name.equals("parameters") && value == JsonToken.VALUE_NULL,
            "body",
            "inputs and parameters",
            name);
      }
    }
    require(json.currentToken() == JsonToken.END_OBJECT, "body", "a whole object", "a part of one");
    require(json.nextToken() == null, "body", "one JSON object", "more behind it");
  }

  private static void readAudio(JsonParser json, Body body) throws IOException {
    try (OutputStream out = body.open("")) {
      json.readBinaryValue(out); // piece by piece: it may be large
    } catch (IllegalArgumentException e) { // which Jackson has for some of what is no base64
      throw Problem.field("inputs", "base64 text", "another character in it");
    }
  }

  private static void readParameters(JsonParser json, Body body) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_NULL) {
        continue; // as if it were not there
      }
      String text = value.isScalarValue() ? json.getText() : "an object or list";
      switch (name) {
        case TOP -> {
          boolean whole = value == JsonToken.VALUE_NUMBER_INT && text.matches("[0-9]{1,4}");
          require(
              whole && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST,
              "parameters." + TOP,
              "a whole number from 1 to " + MOST,
              text);
          body.put(TOP, text);
        }
        case FUNCTION -> {
          require(text.equals("softmax"), "parameters." + FUNCTION, "softmax", text);
          body.put(FUNCTION, text);
        }
        default -> throw Problem.field("parameters", TOP + " and " + FUNCTION, name);
      }
    }
    require(json.currentToken() == JsonToken.END_OBJECT, "parameters", "a whole object", "a part");
  }

  private static void require(boolean met, String field, String expected, String found) {
    if (!met) {
      throw Problem.field(field, expected, found);
    }
  }
}
