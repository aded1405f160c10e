/**
 * nEMO (Polish, acted).
 *
 * <p>I. Christop: <i>nEMO: Dataset of Emotional Speech in Polish</i>, LREC-COLING 2024, <a
 * href="https://github.com/amu-cai/nEMO">github.com/amu-cai/nEMO</a>. CC BY-NC-SA 4.0.
 *
 * <p>Files: {@code samples/EB0_anger_1.wav}: speaker, emotion, sentence; {@code data.tsv}, in which
 * some speakers have blanks in front. 24 kHz.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>anger angry</td><td>happiness happy</td><td>neutral</td><td>sadness sad</td></tr>
 * <tr><td>fear</td><td>surprise</td><td></td><td></td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.nemo;

import org.jspecify.annotations.NullMarked;
