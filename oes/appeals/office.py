"""Who stands for the registrar's office."""

from oes.accounts.models import Organisation, Role, User


def office_staff(organisation: Organisation) -> list[User]:
    """Return the registrars, the administration where there are none. At most two queries."""
    staff = User.objects.filter(organisation=organisation, is_active=True)
    return list(staff.filter(roles__role=Role.REGISTRAR)) or list(staff.filter(roles__role=Role.ADMINISTRATION))
