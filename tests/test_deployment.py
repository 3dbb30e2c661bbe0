"""The files of docs/deploying.md, as far as they can be checked without a container engine and a cluster."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner

from audiobrief.cli.main import audiobrief as program
from builders import ROOT

IMAGE = ROOT / "docs" / "Containerfile"


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Containerfile with their arguments."""
    lines = [line for line in IMAGE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines]


def arguments(name: str) -> list[str]:
    return [argument for instruction, argument in instructions() if instruction == name]


def test_the_image_has_what_the_package_is_built_from() -> None:
    copied = [Path(source) for argument in arguments("COPY") for source in argument.split()[:-1]]
    assert all((ROOT / path).exists() for path in copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = [*wheel["packages"], *wheel["force-include"], project["project"]["readme"]]
    assert [path for path in needed if not any(Path(path).is_relative_to(each) for each in copied)] == []


def test_the_image_installs_extras_that_exist() -> None:
    (extras,) = re.findall(r"\.\[(.*?)\]", " ".join(arguments("RUN")))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(extras.split(",")) <= set(project["optional-dependencies"])


def test_the_image_starts_a_command_that_exists() -> None:
    (entry,), (command,) = arguments("ENTRYPOINT"), arguments("CMD")
    assert json.loads(entry) == ["audiobrief"]
    assert_is_command(json.loads(command))
    assert [name for name, _ in instructions()].index("USER") > [name for name, _ in instructions()].index("RUN")


def test_the_recipe_for_kubernetes_fits_together() -> None:
    objects = list(yaml.safe_load_all((ROOT / "docs" / "kubernetes.yaml").read_text("utf-8")))
    assert [each["kind"] for each in objects] == ["Service", "Deployment", "Deployment", "Job"]
    service, scheduler, workers, job = objects
    assert service["spec"]["selector"] == scheduler["spec"]["template"]["metadata"]["labels"]
    for deployment in (scheduler, workers):
        spec = deployment["spec"]
        assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]
    address = f"tcp://{service['metadata']['name']}:{service['spec']['ports'][0]['port']}"
    assert address in container(workers)["command"]
    assert_is_command(container(job)["args"])
    assert address in container(job)["args"]
    for each in (workers, job):
        volumes = {volume["name"] for volume in each["spec"]["template"]["spec"]["volumes"]}
        assert {mount["name"] for mount in container(each)["volumeMounts"]} == volumes


def container(each: dict[str, Any]) -> dict[str, Any]:
    (only,) = each["spec"]["template"]["spec"]["containers"]
    found: dict[str, Any] = only
    return found


def assert_is_command(words: list[str]) -> None:
    """Check that the program knows a command and its options; it is not run."""
    result = CliRunner().invoke(program, [*words, "--help"])
    assert (result.exit_code, result.output.startswith(f"Usage: audiobrief {words[0]}")) == (0, True), result.output
