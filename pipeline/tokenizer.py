"""The spaCy tokenizer: words by pkuseg, white space kept as tokens, so that a Doc's text is exactly what went in."""

from collections.abc import Callable, Collection, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from pipeline.errors import ModelError
from pipeline.segmentation import WEIGHTS, Model, Segmentation, load_segmentation

__all__ = ["Segmenter", "make_segmenter", "split_at", "text_of"]

_TEXT = "tifagraph_text"


@registry.tokenizers("tifagraph.Segmenter.v1")
def make_segmenter(model: str | None = None) -> Callable[[Language], "Segmenter"]:
    """Return spaCy's tokenizer factory; `model` is a model file or pkuseg folder, the package's own if None.

    Raises ModelError where the model cannot be read.
    """
    segmentation = load_segmentation(Path(model) if model else WEIGHTS)
    return lambda nlp: Segmenter(nlp.vocab, segmentation)


class Segmenter(DummyTokenizer):
    """Turn text into a Doc whose tokens tile it: words, and each run of white space as a token of its own."""

    def __init__(self, vocab: Vocab, segmentation: Segmentation) -> None:
        """Take the vocabulary that the Docs share and the model that cuts."""
        self.vocab = vocab
        self.segmentation = segmentation

    def __call__(self, text: str, edges: Iterable[int] = ()) -> Doc:
        """Return the Doc of `text`; a token ends at every offset of `edges` (code points of `text`)."""
        doc = _doc(self.vocab, self.segmentation.words(text, edges))
        doc.user_data[_TEXT] = text
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Return the model; the vocabulary is the pipeline's to save."""
        return self.segmentation.model.to_bytes()

    def from_bytes(self, data: bytes, **_: Any) -> "Segmenter":
        """Take the model that `to_bytes` returned; raises ModelError for anything else."""
        self.segmentation = Segmentation(Model.from_bytes(data))
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write the model to the file `path`."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **_: Any) -> "Segmenter":
        """Read the model from the file `path`; raises ModelError that names it."""
        try:
            return self.from_bytes(Path(path).read_bytes())
        except ModelError as error:
            raise ModelError(f"{path}: {error}") from None


def text_of(doc: Doc) -> str:
    """Return the document's text, which spaCy joins from its tokens anew each time: no component changes it."""
    text: str | None = doc.user_data.get(_TEXT)
    if text is None:
        text = doc.user_data[_TEXT] = doc.text
    return text


def split_at(doc: Doc, edges: Iterable[int], sentences: Collection[int] = ()) -> Doc:
    """Return a Doc of the same text whose tokens end at every offset of `edges` as well (code points of the text).

    Where `sentences` are given, their first tokens are marked as such, and no others. Comes before any component that
    annotates tokens: of the annotation only the user data is carried over. The Doc itself comes back where nothing
    changes.
    """
    text = text_of(doc)
    starts, lengths = doc.to_array(["IDX", "LENGTH"]).reshape(-1, 2).T  # asking each token takes ten times as long
    borders = {*starts.tolist(), *(starts + lengths).tolist()}
    extra = {edge for edge in (*edges, *sentences) if 0 < edge < len(text)} - borders
    if not extra and not sentences:
        return doc
    cuts = sorted(borders | extra | {len(text)})
    words = [text[start:end] for start, end in pairwise(cuts)]
    split = _doc(doc.vocab, words, [start in sentences for start in cuts[:-1]] if sentences else None)
    split.user_data.update(doc.user_data)
    return split


def _doc(vocab: Vocab, words: list[str], starts: list[bool | int | None] | None = None) -> Doc:
    return Doc(vocab, words=words, spaces=[False] * len(words), sent_starts=starts)
