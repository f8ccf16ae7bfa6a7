from search.cache import ByteCache


def test_what_was_not_asked_for_longest_goes_first():
    cache = ByteCache(10)
    for name in ("a", "b"):
        cache.put(name, name, 5)
    cache.get("a")

    cache.put("c", "c", 5)

    assert (cache.get("a"), cache.get("b"), cache.get("c")) == ("a", None, "c")
    assert cache.size_bytes == 10


def test_what_is_larger_than_all_the_room_is_not_kept_and_displaces_nothing():
    cache = ByteCache(10)
    cache.put("a", "a", 4)

    cache.put("b", "b", 11)

    assert (cache.get("a"), cache.get("b"), cache.size_bytes) == ("a", None, 4)


def test_the_same_name_is_counted_once():
    cache = ByteCache(10)

    for _ in range(3):
        cache.put("a", "a", 4)

    assert cache.size_bytes == 4
