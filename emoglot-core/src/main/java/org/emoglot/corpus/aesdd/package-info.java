/**
 * AESDD, the Acted Emotional Speech Dynamic Database (Greek, acted).
 *
 * <p>N. Vryzas, R. Kotsakis, A. Liatsou, C. Dimoulas, G. Kalliris: <i>Speech Emotion Recognition
 * for Performance Interaction</i>, Journal of the Audio Engineering Society 66(6), 2018, <a
 * href="https://m3c.web.auth.gr/research/aesdd-speech-emotion-recognition">m3c.web.auth.gr/research/aesdd-speech-emotion-recognition</a>.
 * For research only.
 *
 * <p>Files: {@code anger/a01 (5)b.wav}: emotion letter, sentence, speaker in parentheses, take.
 * 44.1 kHz, partly 32-bit float and partly 24 bits; {@code sadness/s05 (3).wav} has no samples.
 * There is no neutral speech.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>a angry (anger)</td><td>h happy (happiness)</td><td>s sad (sadness)</td></tr>
 * <tr><td>d disgust</td><td>f fear</td><td></td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.aesdd;

import org.jspecify.annotations.NullMarked;
