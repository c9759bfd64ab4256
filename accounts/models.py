"""Every model of this app, in the order in which to read them."""

from accounts.organisations import Organisation as Organisation
from accounts.people import Membership as Membership
from accounts.people import User as User
from accounts.invitations import Invitation as Invitation
from accounts.keys import Key as Key
