package org.emoglot.grid;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.experiment.Experiment;
import org.emoglot.feature.FeatureCache;

/**
 * The inside of a worker process: runs the trainings that it receives, line by line, and reports
 * progress. It ends with the process that started it, however that ends: then the system closes the
 * pipe between the two.
 */
public final class Worker {

  private final Workload workload;
  private final AudioSource audio;
  private final FeatureCache features;

  /**
   * A worker for some trainings.
   *
   * @param audio where clips are read from
   * @param features what is frozen, shared by all trainings
   */
  public Worker(Workload workload, AudioSource audio, FeatureCache features) {
    this.workload = workload;
    this.audio = audio;
    this.features = features;
  }

  /**
   * Starts to listen, in its own thread.
   *
   * @param in what the worker is told
   * @param orphaned called when its parent has gone
   * @return what was told and is not done yet
   */
  public static BlockingQueue<String> listen(InputStream in, Runnable orphaned) {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Thread listener =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  told.add(line);
                }
              } catch (IOException e) {
                // the same as its end
              }
              orphaned.run();
            },
            "listener");
    listener.setDaemon(true);
    listener.start();
    return told;
  }

  /** Trains what is told; never returns but by an interruption. */
  public void work(BlockingQueue<String> told, PrintStream out) throws InterruptedException {
    WorkerMessages messages = new WorkerMessages(out);
    while (true) {
      Assignment assignment = Assignment.read(told.take());
      try {
        GridRun run = assignment.in(workload);
        Experiment.run(workload.request(run, assignment.backbone()), audio, features, messages);
        messages.say(WorkerMessages.DONE, run.name());
      } catch (RuntimeException e) {
        messages.say(WorkerMessages.FAILED, failed(e));
      }
    }
  }

  /** Says that no training can be done at all, in answer to the first that is told. */
  public static void refuse(BlockingQueue<String> told, PrintStream out, RuntimeException why)
      throws InterruptedException {
    told.take();
    new WorkerMessages(out).say(WorkerMessages.FAILED, failed(why));
  }

  private static WorkerMessages.Failed failed(RuntimeException why) {
    String message = why.getMessage();
    boolean ours = why.getClass().getName().startsWith("org.emoglot.");
    return new WorkerMessages.Failed(
        why instanceof InvalidInputException, ours && message != null ? message : why.toString());
  }
}
