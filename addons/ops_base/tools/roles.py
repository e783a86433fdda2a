"""Who may press a button: the groups of an addon, by the ends of their names."""

from odoo.exceptions import AccessError


def role_names(env, groups):
    """The roles as users know them; ``groups``: xml ids."""
    # sudo: names of roles are no secret, res.groups is for administrators
    return ", ".join(env.ref(group).sudo().name for group in groups)


class Roles:
    """The groups ``<prefix><role>``, e.g. ``Roles("ops_cost.group_cost_")``."""

    def __init__(self, prefix):
        self._prefix = prefix

    def has(self, env, *roles):
        """Whether the user has one of ``roles``."""
        return env.su or any(env.user.has_group(self._prefix + role) for role in roles)

    def require(self, env, *roles):
        """``AccessError`` that names the roles, for who has none of them."""
        if not self.has(env, *roles):
            raise AccessError(
                env._(
                    "This step needs one of these roles: %(roles)s.",
                    roles=role_names(env, [self._prefix + role for role in roles]),
                )
            )
