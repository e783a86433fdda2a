"""Who may press a button: the roles of contract.md 2.10."""

from odoo.exceptions import AccessError


def has_role(env, *roles):
    """Whether the user has one of ``roles``, the ends of ``group_contract_<role>``."""
    return env.su or any(env.user.has_group(_group(role)) for role in roles)


def require_role(env, *roles):
    if not has_role(env, *roles):
        # sudo: names of roles are no secret, res.groups is for administrators
        groups = [env.ref(_group(role)).sudo() for role in roles]
        raise AccessError(
            env._(
                "This step needs one of these roles: %(roles)s.",
                roles=", ".join(group.name for group in groups),
            )
        )


def _group(role):
    return f"ops_contract.group_contract_{role}"
