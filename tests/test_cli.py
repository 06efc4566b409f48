"""The command line: what it writes, what it says, how it exits."""

import json

import pytest
from click.testing import CliRunner

from pipeline.cli import main

SPEECH = "一、坚持稳中求进工作总基调。增强“四个意识”、做到“两个维护”。\n二、推动高质量发展，贯彻新发展理念。\n"
RECORDS = ["documents.jsonl", "sections.jsonl", "sentences.jsonl", "mentions.jsonl", "concepts.jsonl"]


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def speech(tmp_path):
    path = tmp_path / "in" / "讲话.txt"
    path.parent.mkdir()
    path.write_text(SPEECH, encoding="utf-8")
    return path


def test_build_writes_graph_and_records(speech, tmp_path):
    result = run("build", speech.parent, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"graph.html", "graph.graphml", *RECORDS} <= written
    assert "mentions" in result.stderr
    assert result.stdout == ""


def test_two_runs_write_the_same_bytes(speech, tmp_path):
    for name in ("a", "b"):
        assert run("build", speech, "-o", tmp_path / name, "--quiet").exit_code == 0
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "b").iterdir())
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_quiet_says_nothing(speech, tmp_path):
    result = run("build", speech, "-o", tmp_path / "out", "--quiet")
    assert (result.stdout, result.stderr) == ("", "")


def test_format_picks_the_files(speech, tmp_path):
    assert run("build", speech, "-o", tmp_path / "out", "--format", "graphml").exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"graph.graphml", *RECORDS}


def test_bad_files_never_lose_good_ones(speech, tmp_path):
    (speech.parent / "empty.txt").write_bytes(b"")
    (speech.parent / "binary.txt").write_bytes(bytes(range(256)) * 20)
    result = run("build", speech.parent, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "empty.txt" in result.stderr
    assert "binary.txt" in result.stderr
    assert "2 of 3" in result.stderr
    (document,) = (tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(document)["doc"] == "讲话.txt"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "{tmp}/gone.txt", "-o", "{tmp}/out"], "gone.txt"),
        (["build", "{speech}", "-o", "{tmp}/out", "--format", "docx"], "docx"),
        (["build", "{speech}", "-o", "{tmp}/out", "--lexicon", "{tmp}/gone.tsv"], "gone.tsv"),
        (["build", "{speech}", "-o", "{tmp}/out", "--model", "no_such_model"], "no_such_model"),
        (["build", "{speech}", "-o", "{tmp}/out", "--min-score", "7"], "7"),
        (["build", "{speech}", "-o", "{tmp}/out", "--window", "page"], "page"),
        (["build", "-o", "{tmp}/out"], "INPUTS"),
        (["lexicon", "show", "没有这个提法"], "没有这个提法"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_2(arguments, words, speech, tmp_path):
    result = run(*(argument.format(tmp=tmp_path, speech=speech) for argument in arguments))
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_help_shows_examples():
    assert "Example:" in run("build", "--help").stdout


def test_lexicon_check_and_show():
    assert run("lexicon", "check").exit_code == 0
    shown = run("lexicon", "show", "“四个意识”").stdout
    assert "政治意识" in shown
    assert "看齐意识" in shown
