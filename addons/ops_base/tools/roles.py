"""Who may press a button: the groups of an addon, by the ends of their names."""

from odoo.exceptions import AccessError


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
            # sudo: names of roles are no secret, res.groups is for administrators
            groups = [env.ref(self._prefix + role).sudo() for role in roles]
            raise AccessError(
                env._(
                    "This step needs one of these roles: %(roles)s.",
                    roles=", ".join(group.name for group in groups),
                )
            )
