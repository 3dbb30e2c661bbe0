from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from audiobrief.script.models.script import HouseFile, ScriptFile
from audiobrief.script.models.segment import SegmentDefinition
from audiobrief.script.schema import script_schema, show_schema
from builders import ROOT

FILES = {"script.schema.json": script_schema(), "show.schema.json": show_schema()}
SCRIPTS = sorted([*(ROOT / "scripts").glob("*.yaml"), *(ROOT / "examples").rglob("*.yaml")])


@pytest.mark.parametrize("name", FILES)
def test_the_file_in_docs_is_what_the_models_give(name: str) -> None:
    content = json.loads((ROOT / "docs" / name).read_text(encoding="utf-8"))

    assert content == FILES[name], f"run: audiobrief schema {'--show ' * ('show' in name)}> docs/{name}"


@pytest.mark.parametrize("schema", FILES.values(), ids=FILES)
def test_every_key_is_described_and_no_other_is_let_in(schema: dict[str, Any]) -> None:
    for shape in (schema, *schema["$defs"].values()):
        assert shape["additionalProperties"] is False
        for key, value in shape["properties"].items():
            assert value["description"], key


def test_the_keys_are_those_of_the_models() -> None:
    assert set(script_schema()["properties"]) == set(ScriptFile.model_fields)
    assert set(script_schema()["$defs"]["SegmentDefinition"]["properties"]) == set(SegmentDefinition.model_fields)
    assert set(show_schema()["properties"]) == set(HouseFile.model_fields)
    assert script_schema()["required"] == ["version", "title", "segments"]
    assert "required" not in show_schema()


def patterns(schema: Any) -> list[tuple[str, str]]:
    """Every pattern of a schema with the examples beside it."""
    if isinstance(schema, list):
        return [found for each in schema for found in patterns(each)]
    if not isinstance(schema, dict):
        return []
    here = [(schema["pattern"], example) for example in schema.get("examples", [])] if "pattern" in schema else []
    return [*here, *(found for each in schema.values() for found in patterns(each))]


def test_examples_match_their_patterns() -> None:
    found = patterns(script_schema())

    assert len(found) >= 5
    assert [(pattern, example) for pattern, example in found if not re.search(pattern, example)] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_names_its_schema_and_has_no_other_keys(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match is not None

    schema = json.loads((path.parent / match[1]).read_text(encoding="utf-8"))

    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(content) <= set(schema["properties"])
    assert set(schema.get("required", [])) <= set(content)
    for segment in content.get("segments", []):
        assert set(segment) <= set(schema["$defs"]["SegmentDefinition"]["properties"])
