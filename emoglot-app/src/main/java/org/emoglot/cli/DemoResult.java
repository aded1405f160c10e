package org.emoglot.cli;

import java.util.List;
import org.emoglot.experiment.RunRecord;

/**
 * What the demo did.
 *
 * @param synthetic always true: nobody spoke
 * @param folder of manifests and runs
 * @param speech folder of the clips
 * @param manifest of the target
 * @param page the same for a browser
 * @param runs one for each system
 * @param bundled the answers of the bundled model to the clips of the target
 * @param examples clips of the target with the answers of the last system
 */
record DemoResult(
    boolean synthetic,
    String folder,
    String speech,
    String manifest,
    String page,
    List<RunRecord> runs,
    BundledAnswers bundled,
    List<DemoExample> examples) {}
