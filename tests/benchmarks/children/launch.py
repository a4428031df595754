"""Run a command and print its wall time and peak memory as JSON: `launch.py OUT ERR command...`.

A process begins with the memory of the one that starts it, as Linux counts; so a small one has to.
"""

import json
import os
import subprocess
import sys
import time

out, err, *command = sys.argv[1:]
with open(out, "wb") as stdout, open(err, "wb") as stderr:  # noqa: PTH123 - pathlib would cost memory
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=stdout, stderr=stderr)
    _, status, usage = os.wait4(child.pid, 0)  # the peak is that of the largest of its processes
    seconds = time.perf_counter() - began
child.returncode = os.waitstatus_to_exitcode(status)
unit = 1 if sys.platform == "darwin" else 1024
sys.stdout.write(json.dumps({"seconds": seconds, "peak": usage.ru_maxrss * unit, "code": child.returncode}))
