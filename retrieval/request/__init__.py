"""What a message asks for (理解请求): its theme, and what else it says of the passages it wants."""

from retrieval.request.asking import LONGEST
from retrieval.request.refining import read_refinement, refined, says
from retrieval.request.understanding import understand

__all__ = ["LONGEST", "read_refinement", "refined", "says", "understand"]
