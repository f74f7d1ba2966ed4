"""Queries that are put together once, and then only asked.

Django puts a query together anew each time, which for most of ours takes several times as long as
the database takes to answer. What is asked for on every page is prepared: the querysets still say
which rows, with a mark where each value will stand.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

# What a row becomes: a model's, or of a queryset of values a tuple.
Row = TypeVar("Row")

# For so many different values a query remembers what it found.
REMEMBERED = 64

# Marks, one for each place. No value of ours looks like them, and any field takes them: whole
# numbers of PostgreSQL have 32 bits.
_TEXT = "\ue000{}\ue001"
_NUMBER = 2_147_483_000
_YEAR = 9000


class Prepared(Generic[Row]):
    """`Prepared(lambda path: Article.objects.live().at(path), str)`, asked with `.all(path)`.

    Values are text, whole numbers, moments or lists of whole numbers, as the kinds after the
    queryset say, and stand where the queryset has them: they may not decide how it is put together.

    `remembers`: for what is asked again and again and seldom changes. The database is asked each
    time, but to make an object of a row takes longer than to find it: of one that stands there as
    it did, a copy is given.
    """

    def __init__(
        self,
        make: Callable[..., models.QuerySet[Any, Row]],
        *kinds: type,
        remembers: bool = False,
    ) -> None:
        self._make, self._kinds = make, kinds
        self._memory: dict[tuple[Any, ...], tuple[Any, list[Row]]] = {}
        self._remembers = remembers
        # By the lengths of its lists: a query has a place for each number.
        self._known: dict[tuple[int, ...], _Known[Row]] = {}

    def all(self, *values: Any) -> list[Row]:
        found = self._found(values)
        return [_twin(one, {}) for one in found] if self._remembers else found

    def _found(self, values: Sequence[Any]) -> list[Row]:
        lists = [
            _filled(value) if kind is list else [value]
            for kind, value in zip(self._kinds, values, strict=True)
        ]
        known, given = self._at(tuple(map(len, lists))), [*chain(*lists)]
        rows = known.rows(given)
        return self._remembered(known, tuple(given), rows) if self._remembers else known.made(rows)

    def first(self, *values: Any) -> Row | None:
        """Return the first row; the queryset is cut to one where there may be many."""
        return next(iter(self.all(*values)), None)

    def _remembered(self, known: _Known[Row], values: tuple[Any, ...], rows: Any) -> list[Row]:
        before, found = self._memory.get(values, (None, []))
        if rows != before:
            found = known.made(rows)
            if len(self._memory) >= REMEMBERED:
                self._memory.clear()
            self._memory[values] = rows, found
        return found

    def _at(self, lengths: tuple[int, ...]) -> _Known[Row]:
        known = self._known.get(lengths)
        if known is None:
            known = self._known[lengths] = _Known(self._make, self._kinds, lengths)
        return known


class _Known(Generic[Row]):
    """What Django found out when it put the query together."""

    def __init__(
        self,
        make: Callable[..., models.QuerySet[Any, Row]],
        kinds: Sequence[type],
        lengths: Sequence[int],
    ) -> None:
        given, marks = _marks(kinds, lengths)
        queryset = make(*given)
        self.database = queryset.db
        self.compiler = queryset.query.get_compiler(using=self.database)
        self.sql, parameters = self.compiler.as_sql()
        marks = [self.adapt(mark) for mark in marks]
        self.places = [_place(parameter, marks) for parameter in parameters]
        used = {number for number, _ in self.places if number is not None}
        if used != set(range(len(marks))):
            raise ValueError(f"the query {self.sql} does not name each of its values as it is")
        info, select = self.compiler.klass_info, self.compiler.select
        end = self.compiler.col_count or len(select)
        self.converters = self.compiler.get_converters([column[0] for column in select[:end]])
        self.names: list[str] = []
        self.related: list[Any] = []
        if issubclass(queryset._iterable_class, ModelIterable):
            self.model = _maker(info["model"])
            fields = info["select_fields"]
            self.own = slice(fields[0], fields[-1] + 1)
            self.names = [column[0].target.attname for column in select[self.own]]
            self.related = get_related_populators(info, select, self.database)  # type: ignore[call-arg]
            _quicken(self.related)

    def rows(self, values: Sequence[Any]) -> Any:
        values = [self.adapt(value) for value in values]
        parameters = [
            kept if number is None else _put(values[number], kept) for number, kept in self.places
        ]
        with connections[self.database].cursor() as cursor:
            cursor.execute(self.sql, parameters)
            return cursor.fetchall()

    def made(self, rows: Any) -> list[Row]:
        """Return the database's rows as what the queryset gives."""
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        made: Callable[[Any], Any] = self.row if self.names else tuple
        return [made(row) for row in rows]

    def adapt(self, value: Any) -> Any:
        """Return a value as it is given to the database: of a moment some know nothing."""
        if not isinstance(value, datetime):
            return value
        return connections[self.database].ops.adapt_datetimefield_value(value)

    def row(self, values: Sequence[Any]) -> Any:
        found = self.model.from_db(self.database, self.names, values[self.own])
        for populator in self.related:
            populator.populate(values, found)
        for name, place in self.compiler.annotation_col_map.items():
            setattr(found, name, values[place])
        return found


class _Quick:
    """Makes what `from_db` of a model makes, without asking of each field what it is."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model

    def from_db(self, database: str, names: Sequence[str], values: Sequence[Any]) -> models.Model:
        made, state = object.__new__(self.model), models.base.ModelState()
        state.db, state.adding = database, False
        vars(made).update(zip(names, values, strict=True), _state=state)
        return made


def _maker(model: type[models.Model]) -> Any:
    """Return what makes a model's objects: quickly where nothing else is to be done with them."""
    return _Quick(model) if is_plain(model) else model


def is_plain(model: type[models.Model]) -> bool:
    """Whether an object of it is no more than its columns' values."""
    kinds = {
        type(inspect.getattr_static(model, field.attname)) for field in model._meta.concrete_fields
    }
    return (
        kinds <= {DeferredAttribute, ForeignKeyDeferredAttribute}
        and model.__init__ is models.Model.__init__
        and getattr(model.from_db, "__func__", None) is vars(models.Model)["from_db"].__func__
        and not pre_init.has_listeners(model)
        and not post_init.has_listeners(model)
    )


def _quicken(populators: Sequence[Any]) -> None:
    for populator in populators:
        populator.model_cls = _maker(populator.model_cls)
        _quicken(populator.related_populators)


def _twin(one: Any, twins: dict[Any, Any]) -> Any:
    """Return a model's object as it is, with a state and kin of its own, so that nothing set or
    looked up on them is another's; `copy` takes ten times as long. `twins`: those made, by id.
    """
    twin, state = object.__new__(type(one)), models.base.ModelState()
    twins[id(one)] = twin
    state.db, state.adding, state.fields_cache = one._state.db, False, {}
    for name, kin in one._state.fields_cache.items():
        state.fields_cache[name] = kin and (twins.get(id(kin)) or _twin(kin, twins))
    vars(twin).update({**vars(one), "_state": state})
    return twin


def _filled(numbers: Sequence[int]) -> list[int]:
    """Repeat the last until they are 1, 2, 4, 8 …: few lengths make few queries to know."""
    numbers = list(numbers)
    missing = (1 << (len(numbers) - 1).bit_length()) - len(numbers) if numbers else 0
    return numbers + numbers[-1:] * missing


def _marks(kinds: Sequence[type], lengths: Sequence[int]) -> tuple[list[Any], list[Any]]:
    """Return what a queryset is made with: value by value, and each mark by itself."""
    marks: list[Any] = []
    given: list[Any] = []
    for kind, length in zip(kinds, lengths, strict=True):
        first = len(marks)
        marks += [_mark(kind, number) for number in range(first, first + length)]
        given.append(marks[first:] if kind is list else marks[first])
    return given, marks


def _mark(kind: type, number: int) -> Any:
    if kind is str:
        return _TEXT.format(number)
    return datetime(_YEAR + number, 1, 1, tzinfo=UTC) if kind is datetime else _NUMBER + number


def _place(parameter: Any, marks: Sequence[Any]) -> tuple[int | None, Any]:
    """Return which value stands in a parameter, and what stands around it in a pattern of LIKE.

    Of a parameter in which there is no value: None, and the parameter.
    """
    for number, mark in enumerate(marks):
        if parameter == mark:
            return number, None
        if isinstance(parameter, str) and isinstance(mark, str) and mark in parameter:
            return number, parameter.split(mark)
    return None, parameter


def _put(value: Any, around: list[str] | None) -> Any:
    return value if around is None else re.sub(r"([\\%_])", r"\\\1", value).join(around)
