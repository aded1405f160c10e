package com.example;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.AnswerJson;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.io.Json;

/** Answers the audio file in the body of a POST with JSON. */
public final class EmotionServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private transient EmotionClassifier classifier;

  @Override
  public void init() {
    classifier = EmotionClassifier.bundled(); // once; all requests share it
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json");
    try {
      Prediction answer = classifier.predict(request.getInputStream());
      response.getWriter().println(Json.writeLine(AnswerJson.of(answer)));
    } catch (InvalidInputException e) { // no audio, or none that can be read
      response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
      response.getWriter().println(Json.writeLine(Map.of("error", e.getMessage())));
    }
  }

  @Override
  public void destroy() {
    classifier.close();
  }

  public static void main(String[] args) throws Exception {
    Server server = new Server(Integer.parseInt(args[0]));
    ServletContextHandler context = new ServletContextHandler("/");
    ServletHolder servlet = new ServletHolder(new EmotionServlet());
    servlet.setInitOrder(0); // opens the model when the server starts
    context.addServlet(servlet, "/emotion");
    server.setHandler(context);
    server.start();
    server.join();
  }
}
