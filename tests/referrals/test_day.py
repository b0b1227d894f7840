"""The whole day in one breath, through actions and behind the wall."""

from steadwork.assets.counts import Counts, counts
from steadwork.assets.models import Asset
from steadwork.cases import actions as cases
from steadwork.kernel import wall
from steadwork.kernel.clock import today
from steadwork.referrals import actions
from steadwork.referrals.models import ReferralOrder


def test_a_child_gets_a_bed_and_leaves_it_again(town, desk, coordinator):
    order = town.submitted()

    with wall.behind(coordinator.actor):
        rows = ReferralOrder.objects.visible_to(coordinator.actor).with_new_mark(coordinator.actor)
        assert [(row.number, row.is_new) for row in rows] == [(order.number, True)]
        actions.review(order.pk, by=coordinator.actor)
        assert [row.is_new for row in rows.all()] == [False]
        actions.accept(order.pk, by=coordinator.actor)
    assert counts(Asset.objects.visible_to(desk.actor), today()) == Counts(
        total=4, taken=1, held=0, blocked=0, free=3
    )
    with wall.behind(coordinator.actor):
        actions.arrive(order.pk, by=coordinator.actor)
        left = actions.depart(order.pk, reason="reunified", by=coordinator.actor)
    assert left.state == "ended_early"
    assert cases.close(town.case.pk, by=desk.actor).state == "closed"
