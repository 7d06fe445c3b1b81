"""Makes tests/fixtures/exports/boris.json: the state events that BORIS itself finds in our exported project.

BORIS opens windows; its readers of projects do not, so what they never call stands in by a mock.

Run: python tests/reference/exports_boris.py   (with boris-behav-obs)
"""
import importlib.abc
import importlib.machinery
import importlib.util
import json
import sys
import types
from unittest.mock import MagicMock

windows = {"PIL", "PyQt5", "PySide6", "tablib", "matplotlib", "pandas", "pyreadr", "numpy", "exifread", "scipy", "requests"}
player = {"boris.mpv", "boris.mpv2"}


class Anything(type):
    """Of classes that others are derived from; whatever is asked of one is a mock."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return MagicMock()

    def __contains__(cls, item):
        return False

    def __call__(cls, *args, **kwargs):
        return MagicMock()


class MockedModule(types.ModuleType):
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything(name, (), {})


class Mocked(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name in player or name.split(".")[0] in windows else None

    def create_module(self, spec):
        return MockedModule(spec.name)

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, Mocked())
spec = importlib.util.find_spec("boris")
if spec is None:
    raise ModuleNotFoundError("No module named 'boris-behav-obs'")
# The package's own start opens the program: its modules are taken without it.
package = types.ModuleType("boris")
package.__path__ = spec.submodule_search_locations
sys.modules["boris"] = package
from boris import db_functions, project_functions  # noqa: E402

from stored import TESTS, stored  # noqa: E402

path = str(TESTS / "fixtures" / "exports" / "Küche.boris")
_, _, project, message = project_functions.open_project_json(path)
assert "error" not in project, project
observations = list(project["observations"])
behaviors = [b["code"] for b in project["behaviors_conf"].values() if b["code"] != "reviewed"]
subjects = ["No focal subject"] + [s["name"] for s in project["subjects_conf"].values()]
unpaired = [o for o in observations if project_functions.check_state_events_obs(o, project["behaviors_conf"], project["observations"][o])[0] is False]
assert not unpaired, unpaired
ok, why, database = db_functions.load_aggregated_events_in_db(project, subjects, observations, behaviors)
assert ok, why
rows = database.execute("SELECT observation, start, stop, behavior FROM aggregated_events ORDER BY observation, start, stop, behavior")
found = {"boris": [[row[0], float(row[1]), float(row[2]), row[3]] for row in rows]}
stored("fixtures/exports/boris.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
