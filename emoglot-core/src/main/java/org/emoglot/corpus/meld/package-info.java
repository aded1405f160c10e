/**
 * MELD, the Multimodal EmotionLines Dataset (English, television comedy).
 *
 * <p>S. Poria, D. Hazarika, N. Majumder, G. Naik, E. Cambria, R. Mihalcea: <i>MELD: A Multimodal
 * Multi-Party Dataset for Emotion Recognition in Conversations</i>, ACL 2019, <a
 * href="https://github.com/declare-lab/MELD">github.com/declare-lab/MELD</a>. Tables under GPL-3.0;
 * the films are Warner Bros.', for research only.
 *
 * <p>Files: {@code train_sent_emo.csv}, {@code dev_sent_emo.csv}, {@code test_sent_emo.csv}, and
 * for each a folder with {@code dia<D>_utt<U>.mp4}, or WAV made from it, in whose name {@code
 * train}, {@code dev} or {@code test} stands. Each part numbers its clips from the start. The
 * tables are UTF-8 in which some copies hold windows-1252 quotation marks. 13708 rows; 8245, 897
 * and 2211 of them with one of the four emotions. The film train/dia125_utt3 is reported to be
 * broken and dev/dia110_utt7 to be missing.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>joy happy</td><td>anger angry</td><td>sadness sad</td><td>neutral</td></tr>
 * <tr><td>disgust</td><td>fear</td><td>surprise</td><td></td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.meld;

import org.jspecify.annotations.NullMarked;
