"""Kernels that are killed in the middle of a run."""

import os
import subprocess
import sys
import textwrap


def killed(home, after, address, plan, **how):
    """Runs `plan`, as code, in a kernel of its own and kills it after so many points; how many it had shown."""
    code = f"""
        import sys
        from rust_daq_jupyter import connect, plans

        with connect({address!r}) as lab:
            run = lab.run({plan}, **{how!r})
            run.listen(lambda: print(len(run.table), flush=True))
            run.wait()
    """
    environment = {**os.environ, "RUST_DAQ_HOME": str(home)}
    command = [sys.executable, "-c", textwrap.dedent(code)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as kernel:
        assert kernel.stdout is not None
        shown = next(number for number in map(int, kernel.stdout) if number >= after)
        kernel.kill()
        return max([shown, *(int(line) for line in kernel.stdout if line.endswith("\n"))])
