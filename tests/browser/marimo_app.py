"""A marimo notebook with two panels, for the test beside it."""

import marimo

app = marimo.App()


@app.cell
async def _():
    import os

    import marimo as mo

    from rust_daq_jupyter.aio import connect

    lab = await connect(os.environ["RUST_DAQ_ADDRESS"])
    return lab, mo


@app.cell
def _(lab, mo):
    mo.vstack([lab["mock_stage"].panel(), lab["mock_power_meter"].panel()])


if __name__ == "__main__":
    app.run()
