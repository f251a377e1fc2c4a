"""The scripts behind the commands count right, refuse what they do not know, and the linters see what they must."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="Node is not installed")


def node(code, *, env=None):
    """Answer what an expression over the tools' modules gives, as JSON."""
    script = f"const answer = await (async () => {{ {code} }})(); console.log(JSON.stringify(answer ?? null));"
    done = subprocess.run(
        [NODE, "--input-type=module", "--eval", script],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def count(function, report):
    code = f"const c = await import('./tools/lib/counts.mjs'); return c.{function}({json.dumps(str(report))});"
    return node(code)


def test_errors_of_pytest_count_as_failures_and_skips_are_named(tmp_path):
    report = tmp_path / "junit.xml"
    report.write_text(
        '<testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="2" skipped="1" tests="9">'
        '<testcase name="a"><skipped type="pytest.skip" message="no real catalogs beside the checkout">x</skipped>'
        "</testcase></testsuite></testsuites>"
    )
    assert count("fromJunit", report) == {
        "passed": 5,
        "failed": 3,
        "skipped": 1,
        "reasons": ["no real catalogs beside the checkout"],
    }


def test_a_spec_that_cannot_be_run_counts_as_a_failure(tmp_path):
    report = tmp_path / "jest.json"
    fields = {"numPassedTests": 4, "numFailedTests": 0, "numPendingTests": 1, "numTodoTests": 1}
    report.write_text(json.dumps(fields | {"numRuntimeErrorTestSuites": 2}))
    assert count("fromJest", report) == {"passed": 4, "failed": 2, "skipped": 2, "reasons": []}


@pytest.mark.parametrize(
    ("stats", "errors", "failed"),
    [
        ({"expected": 3, "unexpected": 1, "flaky": 0, "skipped": 0}, [], 1),
        ({"expected": 3, "unexpected": 0, "flaky": 1, "skipped": 0}, [], 1),
        ({"expected": 0, "unexpected": 0, "flaky": 0, "skipped": 0}, [{"message": "no server"}], 1),
    ],
)
def test_flaky_stories_and_a_server_that_does_not_start_are_failures(tmp_path, stats, errors, failed):
    report = tmp_path / "playwright.json"
    report.write_text(json.dumps({"stats": stats, "errors": errors}))
    assert count("fromPlaywright", report)["failed"] == failed


def test_the_last_line_names_skips_only_where_there_are_some():
    code = (
        "const { counts, sentence, sum } = await import('./tools/lib/counts.mjs');"
        "return [sentence(sum([counts(1, 0), counts(2, 1)])), sentence(counts(1, 0, 3))];"
    )
    assert node(code) == ["3 passed, 1 failed", "1 passed, 0 failed, 3 skipped"]


def options(*given):
    return node(f"return (await import('./tools/lib/options.mjs')).parse({json.dumps(given)});")


def test_without_an_option_every_part_is_run():
    assert options() == {"only": ["check", "jest", "python", "ui", "wheel"], "unit": False, "declined": False}


def test_the_unit_tests_are_jest_and_python_without_integration():
    assert options("--unit") == {"only": ["jest", "python"], "unit": True, "declined": False}


@pytest.mark.parametrize("given", [["--only", "nothing"], ["--only"], ["--fast"]])
def test_an_unknown_option_is_refused_with_the_usage(given):
    with pytest.raises(subprocess.CalledProcessError) as refused:
        options(*given)
    assert "Failure: there is no" in refused.value.stderr


def without_a_browser(ci):
    """The counts of the UI part where no browser can be found."""
    env = {"PATH": "/nonexistent", "HOME": os.environ["HOME"], "CI": ci}
    code = (
        "const { provide } = await import('./tools/lib/system.mjs');"
        "const { runners } = await import('./tools/lib/runners.mjs');"
        "return runners.ui({ unmet: await provide({ declined: true }) });"
    )
    return node(code, env=env)


def test_a_missing_browser_is_a_named_skip_with_its_apt_line():
    answer = without_a_browser(ci="")
    assert (answer["passed"], answer["failed"], answer["skipped"]) == (0, 0, 1)
    assert "apt-get install --no-install-recommends chromium" in answer["reasons"][0]


def test_a_missing_browser_is_a_failure_under_ci():
    assert without_a_browser(ci="true")["failed"] == 1


def lab(*given, root="false"):
    return node(f"return (await import('./tools/lib/lab.mjs')).labArguments({json.dumps(given)}, {root});")


def test_start_shows_the_samples_and_passes_arguments_on():
    arguments = lab("--no-browser", "--port=9999")
    assert arguments[0] == "lab"
    for sample in ("catalog.yaml", "imagery/stac/catalog.json"):
        assert f"--PangeoApp.sample_catalogs={ROOT / 'examples' / sample}" in arguments
    assert arguments[-2:] == ["--no-browser", "--port=9999"]
    assert "--allow-root" not in arguments


def test_start_gives_way_to_an_option_that_the_person_gives():
    assert not [name for name in lab("--notebook-dir=/tmp") if name.startswith("--ServerApp.root_dir")]
    assert lab("--allow-root", root="true").count("--allow-root") == 1
    assert lab(root="true").count("--allow-root") == 1


def test_work_is_done_again_only_when_its_inputs_changed(tmp_path):
    code = """
      const fs = await import('node:fs');
      const { fingerprint, stamped } = await import('./tools/lib/stamp.mjs');
      const { cache } = await import('./tools/lib/paths.mjs');
      const name = `test-${process.pid}`;
      const done = [];
      const work = print => stamped(name, print, () => true, () => { done.push(print); return 'done'; });
      const first = fingerprint(['schema'], { words: ['a'] });
      const answers = [await work(first), await work(first), await work(fingerprint(['schema'], { words: ['b'] }))];
      fs.rmSync(`${cache}/stamps/${name}`);
      return [answers, done.length];
    """
    assert node(code) == [["done", "up to date", "done"], 2]


LINTED = [
    ("src/clusters/model.ts", "import * as React from 'react';\nexport const r = React;\n", "no DOM, no React"),
    ("src/clusters/model.ts", "import { x } from '../plots/model';\nexport const y = x;\n", "only through its tokens"),
    ("src/clusters/panel/Card.tsx", "import { x } from '../../api/client';\nexport const y = x;\n", "take types from"),
    (
        "src/ui/format.ts",
        "import { x } from '../catalog/tokens';\nexport const y = x;\n",
        "Shared code knows no feature",
    ),
    ("src/catalog/model.ts", "export const y = fetch('x');\n", "Only api/client.ts makes requests"),
    ("src/catalog/model.ts", "import { x } from '../testing/api';\nexport const y = x;\n", "Fakes are for specs only"),
]


ALLOWED = ("src/clusters/model.ts", "import { x } from '../plots/tokens';\nexport const y = x;\n")


@pytest.fixture(scope="module")
def linted():
    """What the rules of the layers say to each source, in one run; rules that need types are left out."""
    sources = [(file, source) for file, source, _ in LINTED] + [ALLOWED]
    code = f"""
      const {{ ESLint }} = await import('eslint');
      const tseslint = (await import('typescript-eslint')).default;
      const {{ layers }} = await import('./tools/lint/layers.mjs');
      const base = {{ files: ['**/*.ts', '**/*.tsx'], languageOptions: {{ parser: tseslint.parser }},
        plugins: {{ '@typescript-eslint': tseslint.plugin }} }};
      const eslint = new ESLint({{ overrideConfigFile: true, overrideConfig: [base, ...layers] }});
      const answers = [];
      for (const [filePath, source] of {json.dumps(sources)}) {{
        const [result] = await eslint.lintText(source, {{ filePath }});
        answers.push(result.messages.map(one => one.message));
      }}
      return answers;
    """
    return dict(zip(sources, node(code), strict=True))


@pytest.mark.parametrize(("file", "source", "message"), LINTED)
def test_the_layers_are_held_by_lint(linted, file, source, message):
    (said,) = linted[file, source]
    assert message in said


def test_a_feature_may_use_the_tokens_of_another(linted):
    assert linted[ALLOWED] == []
