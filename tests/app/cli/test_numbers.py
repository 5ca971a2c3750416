from __future__ import annotations

import json
import os

import numpy as np
import pytest
import xarray

from app.cli.program import run

SMALL = ["--set", "nx=24", "--set", "ny=12", "--set", "horizon=2"]


def test_ftle_arrays_have_the_names_scripts_depend_on(tmp_path):
    path = tmp_path / "gyre.npz"
    assert run(["data", "double-gyre", "-o", str(path), *SMALL, "--at", "1.5"]) == 0
    with np.load(path, allow_pickle=False) as kept:
        assert kept["ftle.values"].shape == (12, 24)
        np.testing.assert_allclose(kept["ftle.x"], np.linspace(0, 2, 24))
        meta = json.loads(str(kept["meta"]))
    assert meta["preset"] == "double-gyre"
    assert meta["parameters"]["start"] == 1.5
    assert meta["layers"]["ftle"]["unit"] == "1/s"


def test_one_layer_alone_is_one_clean_table(tmp_path):
    path = tmp_path / "gyre.csv"
    assert run(["data", "double-gyre", "-o", str(path), *SMALL, "--layer", "ftle"]) == 0
    lines = path.read_text().splitlines()
    assert lines[0].startswith('# {"separatrix"')
    assert lines[1] == "x,y,value"
    assert len(lines) == 2 + 24 * 12


def test_netcdf_holds_coordinates_and_units(tmp_path):
    path = tmp_path / "gyre.nc"
    assert run(["data", "double-gyre", "-o", str(path), *SMALL]) == 0
    with xarray.open_dataset(path, engine="h5netcdf") as kept:
        assert kept["ftle.values"].dims == ("ftle.y", "ftle.x")
        assert kept["ftle.values"].attrs["units"] == "1/s"


def test_the_same_seed_gives_the_same_numbers_and_another_one_others(tmp_path):
    def swarm(name, seed):
        path = tmp_path / name
        words = ["--layer", "swarm", "--set", "swarm_number=60", "--seed", str(seed)]
        assert run(["data", "lorenz-1963", "-o", str(path), *words]) == 0
        return np.load(path)["swarm.positions"]

    first = swarm("a.npz", 3)
    np.testing.assert_array_equal(first, swarm("b.npz", 3))
    assert not np.array_equal(first, swarm("c.npz", 4))


SYSTEM = """title = "T"
[rates]
x = "y"
y = "-x"
[states]
x = { low = -1, high = 1 }
y = { low = -1, high = 1 }
[parameters]
k = { value = 1, low = 0, high = 3 }
"""
PRESET = 'title = "T"\nexperiment = "portraits.portrait"\nsystem = "double-gyre"\n'


def equation(formula):
    return SYSTEM.replace('"y"', json.dumps(formula))


def experiment(name):
    return PRESET.replace("portraits.portrait", name)


def subject(line):
    return PRESET.replace('system = "double-gyre"', line)


def values(line):
    return f"{PRESET}[parameters]\n{line}\n"


def system(old, new):
    assert old in SYSTEM
    return SYSTEM.replace(old, new)


# What a file holds, and what the one sentence about it must say.
FILES = [
    (b"", "rates is missing"),
    (b"\x00\x01\xff\xfe" * 9, "is not UTF-8 text"),
    ("\0", "is not valid TOML"),
    ("a = " + "[" * 5000, "nested too deeply"),
    ("#" * 300_000, "larger than 256 KiB"),
    ("title = 'T", "is not valid TOML"),
    (SYSTEM.encode("utf-16"), "is not UTF-8 text"),
    ("rates = 3", "rates = 3, expected a table"),
    (experiment("../../x"), "experiment = '../../x', expected 'room.name'"),
    (experiment("/etc/passwd"), "expected 'room.name'"),
    (experiment("os.system"), "no experiment 'os.system', "),
    (experiment("portraits.__init__"), "no experiment 'portraits.__init__'"),
    (experiment("generative.spans"), "no experiment 'generative.spans'"),
    (experiment("transport.ftl"), "did you mean 'transport.ftle'?"),
    (subject('system = "../../x"'), "system = '../../x', expected a system's id or a path"),
    (subject('system = "/etc/passwd"'), "expected a system's id or a path"),
    (subject('system = "./none.toml"'), "but there is no file"),
    (subject('system = "./\\u0000.toml"'), "no path that can be followed"),
    (subject('system = "./folder.toml"'), "but there is no file"),
    (subject('system = "./loop.toml"'), "no path that can be followed"),
    (subject('system = "double-gire"'), "no system 'double-gire', did you mean 'double-gyre'?"),
    (subject('model = "../../x"'), "model = '../../x', expected a model's id"),
    (subject('model = "rectified-flo"'), "did you mean 'rectified-flow'?"),
    (PRESET + 'model = "sprites-vae"\n', "has 'system' and 'model', expected one of"),
    (PRESET + 'instruments = ["transport.ftel"]\n', "no instrument 'ftel'"),
    (PRESET + 'instruments = ["../ftle"]\n', "expected 'room.name' or 'name'"),
    (PRESET + 'instruments = ["nullclines"]\n', "Nullclines needs a steady flow"),
    (PRESET + 'tags = "a"\n', "tags = 'a', expected a list of texts"),
    (PRESET + "parametres = 3\n", "did you mean 'parameters'?"),
    (PRESET.replace('"T"', '"' + "x" * 200 + '"'), "has 200 characters, allowed 22"),
    (values('A = "x"'), "A = 'x', allowed 0 to 0.3 m/s"),
    (values("A = nan"), "A = nan, allowed"),
    (values("A = 9"), "A = 9, allowed"),
    (values("A = true"), "A = True, allowed"),
    (values("A = 1979-05-27"), "A = 1979-05-27, allowed"),
    (values("nx = 2.5"), "nx = 2.5, allowed a whole number"),
    (values("horizn = 1"), "did you mean 'horizon'?"),
    (values("model_dump = 1"), "no parameter 'model_dump'"),
    (values("starts = [[1, 2, 3]]"), "allowed a list of places of 2 coordinates each"),
    (equation("__import__('os').system('id')"), "column 12: character"),
    (equation("().__class__"), "'.' can only stand in a number"),
    (equation("lambda: 0"), "column 7: character ':'"),
    (equation("x if y else 1"), "'if' cannot be used"),
    (equation("9**9**9**9"), "not a finite number"),
    (equation("x" + "+x" * 3000), "has 6001 characters, allowed 2000"),
    (equation("(" * 200 + "x" + ")" * 200), "nested"),
    (equation("x.y"), "'.' can only stand in a number"),
    (equation("x[0]"), "character '['"),
    (equation("x := 1"), "character ':'"),
    (equation("import os"), "'import' cannot be used"),
    (equation("print(x)"), "unknown function 'print'"),
    (equation("sni(x)"), "did you mean 'sin'?"),
    (equation("X"), "did you mean 'x'?"),
    (equation("2x"), "a product is 2*x"),
    (equation("x(y)"), "'x' is not a function"),
    (equation("sin x"), "needs brackets, as in sin(x)"),
    (equation("atan2(x)"), "takes 2 arguments, got 1"),
    (equation("x\u00b2"), "write ^2"),
    (equation("\u202ex"), "cannot be read"),
    (equation("1e999"), "too large"),
    (equation("((x)"), "is never closed"),
    (equation("x +"), "ends too early"),
    (equation(""), "nothing is written"),
    (equation("nan"), "unknown name 'nan'"),
    (system("x = { low = -1", "x = { low = nan"), "low = nan, expected a finite number"),
    (system("x = { low = -1", "x = { low = 2"), "low = 2 is not below high = 1"),
    (system("x = { low = -1", "x = { low = -1e308"), "allowed -1e+30 to 1e+30"),
    (system("x = { low = -1", 'x = { low = "-1"'), "low = '-1', expected a number"),
    (system("x = { low", "z = { low"), "states.x is missing"),
    (system("value = 1", "value = 9"), "value = 9, allowed 0 to 3"),
    (system("k =", "lambda ="), "is a word of Python"),
    (system("k =", "sin ="), "already has a meaning"),
    (system("k =", "x ="), "is also in [rates]"),
    (system("k =", "tracks ="), "parameter 'tracks' bears the name of an instrument"),
    (system("k =", "copy ="), "has a meaning of its own"),
    (system("[rates]", "step = 1e-300\n[rates]"), "step = 1e-300, allowed from 2e-05"),
    (system("[rates]", "duration = 1e300\n[rates]"), "duration = 1e+300, allowed up to 10000"),
    (system("[rates]", 'kind = "pde"\n[rates]'), "kind = 'pde', allowed ode, map"),
    (system("[parameters]", '[where]\na = "b"\nb = "a"\n[parameters]'), "is defined by itself"),
]


@pytest.mark.parametrize(("content", "sentence"), FILES, ids=[f"{i}" for i in range(len(FILES))])
def test_each_bad_file_is_one_sentence_and_status_2(content, sentence, tmp_path, capsys):
    path = tmp_path / "gr\u00fc\u00df dich.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    before = sorted(os.listdir(tmp_path))
    assert run(["data", str(path), "-o", str(tmp_path / "out.npz")]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert sorted(os.listdir(tmp_path)) == before


def test_what_is_no_file_is_one_sentence(tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "empty.npz").write_bytes(b"")
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    names = [
        "pipe.toml",
        "empty.npz",
        "loop.toml",
        "",
        "none.toml",
        "n" * 5000 + ".toml",
        "\0.toml",
    ]
    for name in names:
        words = ["data", f"{tmp_path}/{name}", "-o", str(tmp_path / "out.npz")]
        assert run(words) == 2, name
        told = capsys.readouterr()
        assert (told.out, told.err.count("\n")) == ("", 1), name
    assert not (tmp_path / "out.npz").exists()
