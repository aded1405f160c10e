/**
 * SAVEE, Surrey Audio-Visual Expressed Emotion (British English, acted).
 *
 * <p>S. Haq, P. J. B. Jackson: <i>Multimodal Emotion Recognition</i>, in Machine Audition, 2010, <a
 * href="http://kahlan.eps.surrey.ac.uk/savee">kahlan.eps.surrey.ac.uk/savee</a>. For research only,
 * on registration.
 *
 * <p>Files: {@code AudioData/DC/sa01.wav}, in some copies {@code DC_sa01.wav}: speaker, emotion
 * letters, number. 480 clips, 4 men, 44.1 kHz.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>a angry</td><td>h happy</td><td>n neutral</td><td>sa sad</td></tr>
 * <tr><td>d disgust</td><td>f fear</td><td>su surprise</td><td></td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.savee;

import org.jspecify.annotations.NullMarked;
