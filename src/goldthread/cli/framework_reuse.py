"""What `goldthread framework reuse` does. Import it once Django is ready."""

from goldthread.assessment.carrying.reuse import ReusePlan, plan_reuse, reuse_answers, reuse_json
from goldthread.assessment.queries.rounds import find_round
from goldthread.cli.lookup import find_actor
from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.framework.load import load_framework
from goldthread.organisation.types import Action


def reuse(name: str, to: str, *, dry_run: bool, actor: str | None, as_json: bool) -> None:
    """Print what is put forward, and write it unless it is a dry run."""
    old, new = find_round(name), find_round(to)
    by = find_actor(actor, new.council, Action.MANAGE_ROUND)
    plan = plan_reuse(old, new) if dry_run else reuse_answers(old=old, new=new, by=by)
    if as_json:
        print_json(reuse_json(plan, written=not dry_run and bool(plan.proposed)))
    else:
        _print(plan)
    print_words(plan.finding)
    if dry_run:
        print_words("Nothing was written.")


def _print(plan: ReusePlan) -> None:
    was, now = load_framework(plan.old.framework_id), load_framework(plan.new.framework_id)
    print_table(
        ("Department", "Area", "Put forward", "From"),
        [
            (
                found.answer.response.department.name,
                f"{found.answer.value_code} {now.value_code(found.answer.value_code).name}",
                f"{found.level} {now.level_name(found.level)}" if found.level else "no level: a source has none",
                ", ".join(
                    f"{item.old} {was.level_name(answer.level) if answer.level else 'not answered'}"
                    for answer, item in found.sources
                ),
            )
            for found in plan.proposed
        ],
    )
