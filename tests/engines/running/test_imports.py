import subprocess
import sys

RACE = """
import threading
from engines.running.imports import IMPORTS
said = []
def load(name):
    try:
        with IMPORTS:
            __import__(name)
    except Exception as error:
        said.append(f"{name}: {error}")
names = ["engines.numerics.elementary", "engines.equations.compiling", "engines.systems.stepping.kernels"]
threads = [threading.Thread(target=load, args=(n,)) for n in names]
[t.start() for t in threads]
[t.join() for t in threads]
print(said)
"""


def test_threads_that_import_at_the_same_moment_all_succeed():
    done = subprocess.run(
        [sys.executable, "-c", RACE], capture_output=True, text=True, timeout=110, check=True
    )
    assert done.stdout.strip() == "[]"
