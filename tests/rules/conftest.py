import sys
from pathlib import Path

# The examples' builder is shared by the tests of this folder, which is no package.
sys.path.insert(0, str(Path(__file__).parent))
