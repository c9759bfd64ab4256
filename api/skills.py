from api.elements import ElementFilter, Elements, ElementSerializer, columns
from api.filters import AtLeastFilter, term
from roadmaps.models import Skill


class SkillSerializer(ElementSerializer):
    """A job role with an ability that is or will be short, or that changes."""

    class Meta(ElementSerializer.Meta):
        model = Skill
        fields = [*ElementSerializer.Meta.fields, *Skill.OWN]
        read_only_fields = fields


class SkillFilter(ElementFilter):
    skill_type = term("skill_type")
    reuse = term("skill_reuse", "reuse")
    job_impact = term("job_impact")
    qualification = term("qualification")
    level_needed_min = AtLeastFilter("level_needed", range(7))


class SkillViewSet(Elements):
    """Published skills: job roles that are or will be short, or that change."""

    kind = "skill"
    serializer_class = SkillSerializer
    filterset_class = SkillFilter
    columns = columns(*Skill.OWN)
