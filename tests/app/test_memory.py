import subprocess
import sys
import textwrap

from app import memory

HEAPS = textwrap.dedent(
    """
    import ctypes, sys, threading
    from app import memory
    settled = sys.argv[1] == "settled" and memory.settle()
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    libc.free.argtypes = [ctypes.c_void_p]
    inside = threading.Barrier(8)

    def work():
        inside.wait()
        pieces = [libc.malloc(ctypes.c_size_t(1000)) for _ in range(200)]
        inside.wait()  # all hold memory at once
        for piece in pieces:
            libc.free(piece)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    libc.fopen.restype = ctypes.c_void_p
    libc.fclose.argtypes = [ctypes.c_void_p]
    libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
    told = libc.fopen(sys.argv[2].encode(), b"w")
    libc.malloc_info(0, told)
    libc.fclose(told)
    print(settled)
    """
)


def heaps(how, path):
    done = subprocess.run(
        [sys.executable, "-c", HEAPS, how, str(path)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip() == "True", path.read_text().count("<heap ")


def test_threads_share_two_heaps(tmp_path):
    settled, count = heaps("settled", tmp_path / "told.xml")
    if sys.platform == "linux":
        assert settled
        assert count <= memory.ARENAS
        assert heaps("left alone", tmp_path / "told.xml")[1] > memory.ARENAS
    else:
        assert not settled


def test_a_system_without_that_library_is_left_alone(monkeypatch):
    monkeypatch.setattr(memory.sys, "platform", "darwin")
    assert not memory.settle()
