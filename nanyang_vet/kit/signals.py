"""One signal for "what was ordered, or who is bound by it, has changed".

The lower layers send it (an imported list, an edit in /admin/); progress hears it and judges
anew. So master data can change without the lower layers knowing what hangs on them.
"""

from django.dispatch import Signal

master_data_changed = Signal()
