package org.emoglot.committee;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.emoglot.data.Manifest;

/**
 * What to join.
 *
 * @param models folders of saved models, in the order of the members
 * @param manifest every utterance of the manifests that the models were trained with
 * @param manifestFingerprints SHA-256 by manifest name, for the record
 * @param out folder of the committee, which must be absent or empty
 */
public record JoinRequest(
    List<Path> models, Manifest manifest, Map<String, String> manifestFingerprints, Path out) {

  public JoinRequest {
    models = List.copyOf(models);
    manifestFingerprints = Map.copyOf(manifestFingerprints);
  }
}
