"""A long walk through the lives of two maps, the same each time."""

import random

from tests.roadmaps.life_model import PATHS, PURPOSES, ROLES, TITLES, Said
from tests.roadmaps.life_turns import CLEARING


def walk(lives, moves):
    """One long life beside the many short ones, in which everything comes to pass."""
    dice = random.Random(5)  # noqa: S311
    try:
        for _move in range(moves):
            wander(lives, dice)
            lives.it_stands_where_it_has_to_stand()
            lives.editions_are_as_they_were_and_numbered_without_a_hole()
            lives.nobody_changes_an_edition_by_hand()
    finally:
        lives.teardown()


def wander(lives, dice):
    number, luck = dice.randrange(2), dice.randrange(720)
    told = Said(dice.choice(["Because.", ""]), dice.choice([40, 60, 27, -1]), "New.")
    told.title, told.is_promise = dice.choice(TITLES), luck % 7 == 0
    match dice.randrange(8):
        case 0 | 1 | 2:
            lives.go_one_step(number, luck - luck % 5 + luck % 4, told)
        case 3 | 4:
            steps = sorted(PATHS.keys() - {"retire"})  # it comes seldom: then all is over
            step = "retire" if luck < 12 else dice.choice(steps)
            lives.try_a_step(number, luck, step, told)
        case 5:
            lives.write(number, dice.choice(sorted(ROLES)), dice.choice(["", *TITLES]))
        case 6:
            what, purpose = dice.choice(sorted(CLEARING)), dice.choice(PURPOSES)
            lives.clear(number, what, luck, purpose)
        case 7:
            lives.time_goes_by_and_the_clock_strikes(dice.choice([1, 30, 41]))
