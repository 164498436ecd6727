"""The built front end of each panel, read when one is made; it knows no panel and no build tool."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent / "static"

_MISSING = """export default {{ render({{ el }}) {{
  el.style.whiteSpace = "pre-wrap";
  el.textContent = {text};
}} }};"""


def bundle(name: str) -> tuple[str, str]:
    """Module and style sheet of a panel; where they were not built, a module that says so where the panel would be."""
    try:
        texts = [(FOLDER / f"{name}.{suffix}").read_text("utf-8") for suffix in ("js", "css")]
    except OSError as error:
        where = Path(error.filename or FOLDER).name
        text = f"The {name} panel cannot be shown: {where} was not built.\nRun `make setup`, then this cell again."
        return _MISSING.format(text=json.dumps(text)), ""
    return texts[0], texts[1]
