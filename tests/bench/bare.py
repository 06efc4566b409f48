"""The yardstick of the benchmarks: spacy-pkuseg's own cutting of words with the packaged model."""

from types import SimpleNamespace

import numpy as np
import spacy_pkuseg

from pipeline.segmentation import load_segmentation
from pipeline.training.segmenter import words_of


def bare_pkuseg() -> spacy_pkuseg.pkuseg:
    """Return spacy-pkuseg's own segmenter around the packaged model, its user dictionary empty."""
    model = load_segmentation().model
    bare = object.__new__(spacy_pkuseg.pkuseg)
    extractor = spacy_pkuseg.FeatureExtractor()
    extractor.feature_to_idx = {name: row for row, name in enumerate(model.features)}
    extractor.unigram = words_of(model.features)
    weights = np.concatenate([(model.scores.T * model.scale).ravel(), model.bigrams.ravel()])
    bare.model = SimpleNamespace(n_tag=len(model.tags), n_feature=len(model.features), w=weights)
    bare.feature_extractor, bare.postag, bare.idx_to_tag = extractor, False, dict(enumerate(model.tags))
    bare.preprocesser, bare.postprocesser = spacy_pkuseg.Preprocesser(None), spacy_pkuseg.Postprocesser(None, None)
    return bare
