from steadwork.kernel.audit import Entry
from steadwork.kernel.codes import Code

__all__ = ["Code", "Entry"]
