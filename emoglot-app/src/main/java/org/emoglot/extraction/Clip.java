package org.emoglot.extraction;

import java.nio.file.Path;

/**
 * A clip that is to be embedded.
 *
 * @param id its name, unique in its {@link ClipList}
 * @param file the audio
 * @param npy where its frames go below the folder of the results, with slashes; unique in its list
 *     on every file system
 * @param tags what its manifest says of it
 */
record Clip(String id, Path file, String npy, Tags tags) {

  /** What a manifest says of a clip; each empty where there is none. */
  record Tags(String corpus, String language, String speaker, String label, String split) {
    static final Tags NONE = new Tags("", "", "", "", "");
  }
}
