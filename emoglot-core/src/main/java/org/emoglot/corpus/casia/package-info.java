/**
 * CASIA (Mandarin, acted), the freely circulating part of 1200 clips.
 *
 * <p>Institute of Automation, Chinese Academy of Sciences: <i>CASIA Chinese Emotional Speech
 * Corpus</i>, Chinese Linguistic Data Consortium, <a
 * href="http://www.chineseldc.org">chineseldc.org</a>. The full corpus is sold; the circulating
 * part carries no licence: research only.
 *
 * <p>Files: {@code <speaker>/<emotion>/NNN.wav}, such as {@code liuchanhg/angry/201.wav}: four
 * speakers, six emotions, sentence numbers 201 to 250 that repeat in every folder, 16 kHz.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>angry</td><td>happy</td><td>neutral</td><td>sad</td><td>fear</td><td>surprise</td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.casia;

import org.jspecify.annotations.NullMarked;
