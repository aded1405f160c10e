/**
 * Any data in Kaldi's form: a folder with {@code wav.scp}, {@code utt2emo}, {@code utt2spk} and
 * perhaps {@code spk2gender}, or a folder of such folders, called train, dev and test.
 *
 * <p>D. Povey and others: <i>The Kaldi Speech Recognition Toolkit</i>, ASRU 2011, <a
 * href="https://kaldi-asr.org/doc/data_prep.html">kaldi-asr.org/doc/data_prep.html</a>.
 */
@NullMarked
package org.emoglot.corpus.kaldi;

import org.jspecify.annotations.NullMarked;
