"""Sums that only some people of an atom have a part in: which of them may be published. Pure.

Every name (an objective, say) has its people. If two names could be told apart by a few people,
the difference of sums would be about these few. So either each set of people who share the same
names holds k or more, or only what everybody shares is published.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from elearn.results.disclosure import K

Values = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """What one enrolment adds: the person, and a value under each name it has a part in."""

    person: Hashable
    values: Values


def publishable(parts: Sequence[Part], k: int = K) -> dict[str, int]:
    """The sums by name that may be published of an atom whose people these all are."""
    alike: dict[frozenset[str], set[Hashable]] = defaultdict(set)
    for part in parts:
        alike[frozenset(part.values)].add(part.person)
    if not alike or len(set().union(*alike.values())) < k:
        return {}
    if all(len(people) >= k for people in alike.values()):
        allowed = frozenset().union(*alike)
    else:
        allowed = frozenset.intersection(*alike)
    sums: Counter[str] = Counter()
    for part in parts:
        sums.update({name: value for name, value in part.values.items() if name in allowed})
    return {name: sums[name] for name in sorted(allowed)}
