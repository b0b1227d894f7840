"""Declared screens: what a noun writes down instead of views, queries and templates."""

from steadwork.web.screens.columns import (
    Badge,
    Column,
    Day,
    Fact,
    Moment,
    Money,
    NewMark,
    Number,
    Period,
)
from steadwork.web.screens.filters import DateBetween, OneOf, Search, YesNo
from steadwork.web.screens.lists import Link, ListScreen
from steadwork.web.screens.records import Panel, Record, RecordScreen, Way
from steadwork.web.screens.scopes import Scope
from steadwork.web.screens.verbs import Verb

__all__ = [
    "Badge",
    "Column",
    "DateBetween",
    "Day",
    "Fact",
    "Link",
    "ListScreen",
    "Moment",
    "Money",
    "NewMark",
    "Number",
    "OneOf",
    "Panel",
    "Period",
    "Record",
    "RecordScreen",
    "Scope",
    "Search",
    "Verb",
    "Way",
    "YesNo",
]
