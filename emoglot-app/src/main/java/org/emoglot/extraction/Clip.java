package org.emoglot.extraction;

import java.nio.file.Path;
import org.emoglot.audio.ClipAudio;

/**
 * A clip to embed.
 *
 * @param id its name, unique in its {@link ClipList}
 * @param audio the audio file, or the passage of it
 * @param npy where its frames go below the folder of the results, with slashes; unique in its list
 *     on every file system
 * @param tags what its manifest says of it
 */
record Clip(String id, ClipAudio audio, String npy, Tags tags) {

  /** The audio file. */
  Path file() {
    return audio.file();
  }

  /** What a manifest says of a clip; empty without one. */
  record Tags(String corpus, String language, String speaker, String label, String split) {
    static final Tags NONE = new Tags("", "", "", "", "");
  }
}
