from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated

from accounts.models import User
from api import etags
from api.negotiation import JSONRenderer
from api.resources import JSON, Resource
from roadmaps import personal_data


class PersonalDataViewSet(Resource):
    """All that we hold of you: profile, organisations, roles, keys, and when you did what."""

    queryset = User.objects.none()
    permission_classes = [IsAuthenticated]
    tag = "me"

    def known_parameters(self):
        return {"lang", "format"}

    @extend_schema(responses=dict)
    def retrieve(self, request):
        content = JSONRenderer().render(personal_data.collect(request.user))
        tag = f'"{etags.digest(content)}"'
        return etags.answer(request, content, JSON, tag, Cache_Control="private, no-store")
