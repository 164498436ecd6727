"""panels/bundle.py: what was not built is told where the panel would be."""

from rust_daq_jupyter.panels import bundle


def test_a_built_panel(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    (tmp_path / "motor.js").write_text("export default {};", "utf-8")
    (tmp_path / "motor.css").write_text(".rdj {}", "utf-8")
    assert bundle.bundle("motor") == ("export default {};", ".rdj {}")


def test_a_missing_one_says_how_to_build_it(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    module, style = bundle.bundle("motor")
    assert module.startswith("export default {")
    assert "motor.js was not built" in module
    assert "make setup" in module
    assert style == ""
