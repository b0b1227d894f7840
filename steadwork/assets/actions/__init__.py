"""The verbs of assets: keeping the inventory, and booking it."""

from steadwork.assets.actions.booking import (
    LAPSED,
    block,
    claim,
    extend_hold,
    hold,
    lock_places,
    occupy,
    release,
    release_lapsed,
    reserve,
    shorten,
    unblock,
)
from steadwork.assets.actions.inventory import (
    add_asset,
    add_places,
    allow_more,
    change_asset,
    license_provider,
    retire,
    set_status,
)

__all__ = [
    "LAPSED",
    "add_asset",
    "add_places",
    "allow_more",
    "block",
    "change_asset",
    "claim",
    "extend_hold",
    "hold",
    "license_provider",
    "lock_places",
    "occupy",
    "release",
    "release_lapsed",
    "reserve",
    "retire",
    "set_status",
    "shorten",
    "unblock",
]
