package org.emoglot.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.emoglot.io.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams: what is final equals the answer to the whole, however the audio is cut. */
class StreamTest {

  private static final int RATE = 16_000;
  private static TestService service;

  @BeforeAll
  static void start() {
    service = TestService.bundled(new Contract());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** Recordings of one to several utterances, short and long, with pauses between. */
  private static List<byte[]> recordings(int count) {
    List<Path> clips = TestAudio.clips();
    List<byte[]> recordings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Path> some = new ArrayList<>();
      for (int k = 0; k <= i % 4; k++) {
        some.add(clips.get((3 * i + 5 * k) % clips.size()));
      }
      recordings.add(TestAudio.pcm(TestAudio.recording(some, 0.3 + 0.7 * (i % 5))));
    }
    return recordings;
  }

  /** The parts of a final answer. */
  private static List<JsonNode> finals(StreamClient client, JsonNode end) {
    List<JsonNode> finals = new ArrayList<>();
    client.messages("segment").forEach(message -> finals.add(message.json()));
    finals.add(end);
    return finals;
  }

  private static List<JsonNode> cut(byte[] pcm, long seed, int longest) throws Exception {
    Random random = new Random(seed);
    StreamClient client = StreamClient.open(service, seed % 2 == 0 ? "" : "?running=off");
    for (int at = 0; at < pcm.length; ) {
      int to = Math.min(pcm.length, at + 1 + random.nextInt(longest));
      client.send(pcm, at, to);
      at = to;
    }
    JsonNode end = client.end();
    client.messages().forEach(m -> Contract.validMessage("StreamMessage", m.json().toString()));
    return finals(client, end);
  }

  private static JsonNode whole(byte[] pcm) throws Exception {
    byte[] wav = TestAudio.wav(new float[0], RATE);
    byte[] file = java.util.Arrays.copyOf(wav, 44 + pcm.length);
    System.arraycopy(pcm, 0, file, 44, pcm.length);
    java.nio.ByteBuffer header =
        java.nio.ByteBuffer.wrap(file).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    header.putInt(4, 36 + pcm.length).putInt(40, pcm.length);
    return Json.mapper().readTree(service.post("/v1/predict", file).body()).at("/predictions/0");
  }

  private static void finalAnswers_ofCuts_equalThoseOfTheWhole(int count, int cuts)
      throws Exception {
    List<byte[]> recordings = recordings(count);
    for (int r = 0; r < count; r++) {
      byte[] pcm = recordings.get(r);
      JsonNode whole = whole(pcm);
      List<JsonNode> first = cut(pcm, 0, pcm.length);
      JsonNode end = first.get(first.size() - 1);
      assertThat(bare(end)).as("recording %d", r).isEqualTo(whole);
      for (int seed = 1; seed <= cuts; seed++) {
        int longest = seed % 5 == 0 ? 1000 : 40_000;
        List<JsonNode> other = cut(pcm, 1000L * r + seed, longest);
        assertThat(other).as("recording %d, seed %d", r, seed).isEqualTo(first);
      }
    }
  }

  @Test
  void stream_cutAnywhere_hasTheSameFinalAnswersAsTheWhole() throws Exception {
    finalAnswers_ofCuts_equalThoseOfTheWhole(4, 1);
  }

  @Test
  @Tag("slow")
  void stream_cutAThousandTimes_hasTheSameFinalAnswersAsTheWhole() throws Exception {
    finalAnswers_ofCuts_equalThoseOfTheWhole(20, 50);
  }

  @Test
  void stream_ofLongSpeech_hasTheSegmentsOfTheTimeline() throws Exception {
    byte[] pcm = TestAudio.pcm(TestAudio.recording(TestAudio.clips().subList(0, 6), 0.8));

    List<JsonNode> finals = cut(pcm, 7, 5000);

    JsonNode end = finals.get(finals.size() - 1);
    assertThat(finals.size()).isGreaterThan(3);
    for (int i = 0; i < finals.size() - 1; i++) {
      JsonNode segment = finals.get(i);
      assertThat(bare(segment)).isEqualTo(end.get("segments").get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"speech.ogg", "speech.webm"})
  void stream_ofOpus_hasTheFinalAnswersOfTheFile(String name) throws Exception {
    byte[] file = TestAudio.resource(name);
    JsonNode whole =
        Json.mapper().readTree(service.post("/v1/predict", file).body()).at("/predictions/0");

    assertThat(whole.get("segments").size()).isGreaterThan(3);
    for (int longest : new int[] {50, 2000, file.length}) {
      StreamClient client = StreamClient.open(service, "?format=opus");
      Random random = new Random(longest);
      for (int at = 0; at < file.length; ) {
        int to = Math.min(file.length, at + 1 + random.nextInt(longest));
        client.send(file, at, to);
        at = to;
      }
      JsonNode end = client.end();

      client.messages().forEach(m -> Contract.validMessage("StreamMessage", m.json().toString()));
      assertThat(bare(end)).as("pieces up to %d", longest).isEqualTo(whole);
      assertThat(client.messages("running")).isNotEmpty();
      List<StreamClient.Message> segments = client.messages("segment");
      assertThat(segments).isNotEmpty();
      for (int i = 0; i < segments.size(); i++) {
        assertThat(bare(segments.get(i).json())).isEqualTo(whole.get("segments").get(i));
      }
    }
  }

  /** A message without its type. */
  private static JsonNode bare(JsonNode message) {
    ObjectNode copy = message.deepCopy();
    copy.remove("type");
    return copy;
  }

  @Test
  void stream_ofOpusThatIsNone_isToldAndClosed() throws Exception {
    StreamClient other = StreamClient.open(service, "?format=opus");
    other.send(TestAudio.wav(new float[8000], RATE), 0, 16_000);

    assertThat(other.awaitClose()).isEqualTo(1008);
    JsonNode problem = other.awaitMessage("error").json().get("problem");
    assertThat(problem.get("status").asInt()).isEqualTo(422);
    assertThat(problem.get("detail").asText())
        .isEqualTo("Expected Ogg or WebM in the stream, since it still arrives, found WAV.");
  }

  @Test
  void stream_ofOpusWhoseClientLeaves_leavesNoDecoder() throws Exception {
    byte[] file = TestAudio.resource("speech.ogg");
    StreamClient client = StreamClient.open(service, "?format=opus");
    client.send(file, 0, file.length / 2);
    client.awaitMessage("speech");

    client.abort();

    for (int i = 0; i < 500 && decoders() > 0; i++) {
      Thread.sleep(10);
    }
    assertThat(decoders()).isZero();
  }

  private static long decoders() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("emoglot-decoding"))
        .count();
  }

  @Test
  void stream_ofSpeechAndPauses_saysWhenSomebodySpeaks() throws Exception {
    byte[] pcm = TestAudio.pcm(TestAudio.recording(TestAudio.clips().subList(0, 2), 1));
    StreamClient client = StreamClient.open(service, "?top=1");
    for (int at = 0; at < pcm.length; at += 3200) {
      client.send(pcm, at, Math.min(pcm.length, at + 3200));
    }
    client.end();

    assertThat(client.messages("speech")).isNotEmpty();
    assertThat(client.messages("no_speech")).isNotEmpty();
    assertThat(client.messages("running")).isNotEmpty();
    assertThat(client.messages("segment").get(0).json().get("scores")).hasSize(1);
    assertThat(client.messages("ready").get(0).json().get("model").asText())
        .isEqualTo("emoglot-mini");
  }

  @Test
  void stream_thatIsRunningAndAdapts_learnsFromItsSegments() throws Exception {
    String id =
        Json.mapper()
            .readTree(service.post("/v1/adaptations?running=true", new byte[0]).body())
            .get("id")
            .asText();
    byte[] pcm = TestAudio.pcm(TestAudio.recording(TestAudio.clips().subList(0, 4), 0.8));
    StreamClient client = StreamClient.open(service, "?adapt=" + id);
    client.send(pcm, 0, pcm.length);
    client.end();

    JsonNode adaptation = Json.mapper().readTree(service.get("/v1/adaptations/" + id).body());

    assertThat(adaptation.get("clips").asInt()).isEqualTo(client.messages("segment").size());
  }

  @Test
  void stream_withAFault_isToldAndClosed() throws Exception {
    StreamClient words = StreamClient.open(service, "");
    words.send("{\"type\": \"start\"}");
    StreamClient numbers = StreamClient.open(service, "?format=f32le");
    numbers.send(new byte[] {0, 0, (byte) 0xc0, 0x7f}, 0, 4); // not a number

    assertThat(words.awaitClose()).isEqualTo(1008);
    assertThat(words.awaitMessage("error").json().at("/problem/status").asInt()).isEqualTo(400);
    assertThat(numbers.awaitClose()).isEqualTo(1008);
    assertThat(numbers.awaitMessage("error").json().at("/problem/detail").asText())
        .contains("finite");
    numbers.messages().forEach(m -> Contract.validMessage("StreamMessage", m.json().toString()));
  }

  @Test
  void stream_whenTheServiceStops_isAnsweredAsFarAsItHasCome() throws Exception {
    TestService stopping = TestService.bundled(new Contract());
    StreamClient client = StreamClient.open(stopping, "");
    byte[] pcm = TestAudio.pcm(TestAudio.recording(TestAudio.clips().subList(0, 2), 0.8));
    client.send(pcm, 0, pcm.length);
    client.awaitMessage("segment");
    stopping.close();

    assertThat(client.awaitMessage("end").json().get("speech").asBoolean()).isTrue();
    assertThat(client.awaitClose()).isEqualTo(1001);
  }
}
