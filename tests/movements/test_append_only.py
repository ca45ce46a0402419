"""The hash tree, proved against published roots."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movements.append_only import (
    TRIGGERS,
    Tree,
    fence_missing,
    leaf_hash,
    leaf_of_digest,
)

# The eight leaves and roots of the certificate-transparency reference tests (RFC 6962, and by the
# same section 2.1 RFC 9162).
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaf_of(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def tree_of(leaves: list[bytes]) -> Tree:
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree


def root_by_the_book(leaves: list[bytes]) -> bytes:
    """RFC 9162 section 2.1.1, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    at = 1
    while at * 2 < len(leaves):
        at *= 2
    halves = root_by_the_book(leaves[:at]) + root_by_the_book(leaves[at:])
    return hashlib.sha256(b"\x01" + halves).digest()


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert Tree().root().hex() == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_published(size: int) -> None:
    tree = tree_of([leaf_of(data) for data in LEAVES[:size]])
    assert (tree.size, tree.root().hex()) == (size, ROOTS[size - 1])


@given(st.integers(0, 70))
def test_the_frontier_comes_to_the_root_by_the_book(size: int) -> None:
    leaves = [leaf_of(str(number).encode()) for number in range(size)]
    assert tree_of(leaves).root() == root_by_the_book(leaves)


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_tree_kept_and_taken_up_again_grows_as_if_never_put_away(first: int, more: int) -> None:
    leaves = [leaf_of(str(number).encode()) for number in range(first + more)]
    kept = tree_of(leaves[:first])
    taken_up = Tree.unpacked(kept.size, kept.packed())
    for leaf in leaves[first:]:
        taken_up.add(leaf)
    assert taken_up == tree_of(leaves)


def test_the_leaf_can_be_told_from_the_digest_once_details_and_salt_are_gone() -> None:
    salt, details = b"\x07" * 32, '{"sessions":4}'
    digest = hashlib.sha256(salt + details.encode()).digest()
    assert leaf_hash("{}", salt, details) == leaf_of_digest("{}", digest)
    assert leaf_hash("{}", salt, details) != leaf_hash("{}", b"\x08" * 32, details)


def test_a_fence_is_whole_when_every_trigger_stands_word_for_word() -> None:
    assert fence_missing(TRIGGERS.items()) == []
    gone = dict(TRIGGERS)
    del gone["fence_entry_delete"]
    gone["fence_term_date_update"] = gone["fence_term_date_update"].replace("ABORT", "IGNORE")
    assert fence_missing(gone.items()) == ["fence_entry_delete", "fence_term_date_update"]
