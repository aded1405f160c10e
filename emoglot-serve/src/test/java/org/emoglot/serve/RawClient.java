package org.emoglot.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests as they are on the wire, for what no client of HTTP would send. */
final class RawClient {

  private static final Pattern LENGTH = Pattern.compile("Content-Length: ([0-9]+)");

  private RawClient() {}

  /** The answer to lines of a head, which are closed with an empty one. */
  static String ask(int port, String... lines) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      send(socket, lines);
      return answer(socket);
    }
  }

  static void send(Socket socket, String... lines) throws IOException {
    String head = String.join("\r\n", lines) + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  static int status(String answer) {
    return Integer.parseInt(answer.substring(9, 12));
  }

  static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  /** All of an answer that says how long it is; the head alone of one without a body. */
  static String answer(Socket socket) throws IOException {
    socket.setSoTimeout(30_000);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (true) {
      String text = bytes.toString(StandardCharsets.UTF_8);
      int head = text.indexOf("\r\n\r\n");
      Matcher length = LENGTH.matcher(text);
      if (head >= 0
          && bytes.size() >= head + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0)) {
        return text;
      }
      int next = socket.getInputStream().read();
      if (next < 0) {
        return text;
      }
      bytes.write(next);
    }
  }
}
