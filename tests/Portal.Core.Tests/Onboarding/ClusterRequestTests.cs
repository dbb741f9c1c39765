using Portal.Core.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Onboarding.Requests;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Onboarding;

public sealed class ClusterRequestTests
{
    private static readonly Guid Team = Guid.CreateVersion7();

    private static RequestContent Content { get; } = new(
        "one", Guid.CreateVersion7(), ClusterKind.Cloud, "aws", "eu", "a", new Dictionary<string, string> { ["env"] = "prod", ["tier"] = "gold" }, "1.34.1", 3, "why", "base");

    [Fact]
    public void Hash_OfTheSameWords_DoesNotDependOnTheOrderOfLabels()
    {
        var turned = Content with { Labels = new Dictionary<string, string> { ["tier"] = "gold", ["env"] = "prod" } };

        Assert.Equal(Content.HashFor(Team), turned.HashFor(Team));
        Assert.Equal(64, Content.HashFor(Team).Length);
    }

    [Fact]
    public void Hash_ChangesWithEveryField()
    {
        RequestContent[] others =
        [
            Content with { Name = "two" }, Content with { FleetId = Guid.CreateVersion7() }, Content with { Kind = ClusterKind.Edge }, Content with { Provider = "azure" },
            Content with { Region = "us" }, Content with { Zone = "b" }, Content with { Labels = new Dictionary<string, string> { ["env"] = "prod" } },
            Content with { Labels = new Dictionary<string, string> { ["env"] = "prod", ["tier"] = "iron" } }, Content with { KubernetesVersion = "1.34.2" },
            Content with { Nodes = 4 }, Content with { Purpose = "because" }, Content with { Profile = "" },

            // What moves over a border of fields is another request.
            Content with { Region = "", Zone = "eua" },
        ];

        Assert.Equal(others.Length + 2, others.Append(Content).Select(content => content.HashFor(Team)).Append(Content.HashFor(Guid.CreateVersion7())).Distinct().Count());
    }

    [Fact]
    public void Moves_FollowTheTable()
    {
        var allowed = Enum.GetValues<RequestState>().ToDictionary(from => from, from => Enum.GetValues<RequestState>().Where(to => RequestMoves.Allows(from, to)).ToHashSet());

        Assert.All([RequestState.HandedOver, RequestState.Withdrawn, RequestState.Expired], state => Assert.True(state.IsOver()));
        Assert.Equal(3, allowed.Count(move => move.Key.IsOver()));

        // Nothing joins that was not approved, and nothing is handed over that was not tested.
        Assert.Equal([RequestState.Approved, RequestState.Failed], allowed.Where(move => move.Value.Contains(RequestState.Joining)).Select(move => move.Key).Order());
        Assert.Equal([RequestState.Testing], allowed.Where(move => move.Value.Contains(RequestState.HandedOver)).Select(move => move.Key));
        Assert.All(Enum.GetValues<RequestState>().Where(state => state.CanChange()), state => Assert.Contains(RequestState.Waiting, allowed[state]));
    }

    [Fact]
    public void Move_AgainstTheTable_IsAConflictThatNamesTheState()
    {
        var request = new ClusterRequest { TeamId = Team, AskedById = Guid.CreateVersion7(), AskedBy = "dev", AskedAt = default, ChangedById = default, UpdatedAt = default, State = RequestState.Expired, Name = "one" };

        var problem = Assert.Throws<ProblemException>(() => request.MoveTo(RequestState.Joining)).Problem;

        Assert.Equal((ProblemKind.Conflict, "It is Expired."), (problem.Kind, problem.Why));
        Assert.Equal(RequestState.Expired, request.State);
    }

    [Fact]
    public void Policy_WithWrongLimits_NamesTheField()
    {
        var rules = new PolicyContentValidator();
        (string Field, PolicyContent Content)[] wrong =
        [
            (nameof(PolicyContent.Providers), new PolicyContent { Providers = [" "] }),
            (nameof(PolicyContent.Regions), new PolicyContent { Regions = [new string('r', 64)] }),
            (nameof(PolicyContent.Versions), new PolicyContent { Versions = "newer than old" }),
            (nameof(PolicyContent.NamePattern), new PolicyContent { NamePattern = "(" }),
            (nameof(PolicyContent.MaxNodes), new PolicyContent { MaxNodes = 0 }),
            (nameof(PolicyContent.Labels), new PolicyContent { Labels = [new RequiredLabel("not a key", [])] }),
            (nameof(PolicyContent.Labels), new PolicyContent { Labels = [new RequiredLabel("a", []), new RequiredLabel("a", [])] }),
            (nameof(PolicyContent.Quota), new PolicyContent { Quota = -1 }),
            (nameof(PolicyContent.Profile), new PolicyContent { Profile = new string('p', 64) }),
            (nameof(PolicyContent.Approval), new PolicyContent { Approval = (ApprovalMode)9 }),
        ];

        Assert.All(wrong, one => Assert.Equal(one.Field, Assert.Single(rules.Validate(one.Content).Errors).PropertyName));
        Assert.True(rules.Validate(new PolicyContent { Versions = ">=1.33.0", Quota = 0, Labels = [new RequiredLabel("env", ["prod"])] }).IsValid);
    }
}
