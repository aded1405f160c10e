package org.emoglot.serve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.emoglot.io.Json;

/** Problem documents for requests that never reach an address, such as damaged ones. */
final class JettyErrors extends ErrorHandler {

  private static final HttpField TYPE = new HttpField(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      Throwable cause,
      Callback callback) {
    response.getHeaders().put(TYPE);
    response.write(true, ByteBuffer.wrap(document(code)), callback);
  }

  private static byte[] document(int status) {
    String title = HttpStatus.getMessage(status);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", title);
    document.put("status", status);
    document.put("detail", "Expected a request of HTTP, found one that is none or not allowed.");
    return Json.writeLine(document).getBytes(StandardCharsets.UTF_8);
  }
}
