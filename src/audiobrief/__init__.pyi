from audiobrief.episode.file_set import Episode as Episode
from audiobrief.errors import AudiobriefError as AudiobriefError
from audiobrief.errors import ScriptError as ScriptError
from audiobrief.production.render import render_episode as render_episode
from audiobrief.production.session import Settings as Settings
from audiobrief.script.loader import load_script as load_script
from audiobrief.script.models.script import Script as Script

__all__ = ["AudiobriefError", "Episode", "Script", "ScriptError", "Settings", "load_script", "render_episode"]
__version__: str
