"""How a person's node is called."""


def person_code(employee, team, taken=()):
    """``employee@team``; a second stay in the same team gets a number.

    >>> person_code("P01", "T11"), person_code("P01", "T11", {"P01@T11"})
    ('P01@T11', 'P01@T11#2')
    """
    first = code = f"{employee}@{team}"
    number = 1
    while code in taken:
        number += 1
        code = f"{first}#{number}"
    return code
