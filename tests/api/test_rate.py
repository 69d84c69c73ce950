from api.web.rate import Rate


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_client_waits_until_its_oldest_is_a_minute_old() -> None:
    clock = Clock()
    rate = Rate(per_client=2, in_all=10, clock=clock)
    assert rate.wait("a") == 0
    clock.now += 20
    assert rate.wait("a") == 0
    assert rate.wait("a") == 40
    assert rate.wait("b") == 0
    clock.now += 40
    assert rate.wait("a") == 0
    assert rate.wait("a") == 20


def test_all_clients_together_have_a_limit() -> None:
    clock = Clock()
    rate = Rate(per_client=2, in_all=3, clock=clock)
    assert [rate.wait(client) for client in "abcd"] == [0, 0, 0, 60]
    clock.now += 60
    assert rate.wait("d") == 0


def test_who_is_refused_is_not_counted() -> None:
    clock = Clock()
    rate = Rate(per_client=1, in_all=10, clock=clock)
    assert [rate.wait("a") for _ in range(5)] == [0, 60, 60, 60, 60]
    clock.now += 60
    assert rate.wait("a") == 0
