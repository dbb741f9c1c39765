using Portal.Core.Access;
using Portal.Core.Approvals;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeOnboardingPolicies : FakeService, IOnboardingPolicies
{
    public List<PolicyView> Items { get; } = [];

    public List<(Guid? TeamId, PolicyContent Content)> Saved { get; } = [];

    public List<Guid> Deleted { get; } = [];

    public static PolicyView Policy(Guid? teamId = null, PolicyContent? content = null) => new(
        Guid.CreateVersion7(), teamId, teamId is null ? "" : "platform",
        content ?? new PolicyContent { Providers = ["aws"], Regions = ["eu-west-1"], Versions = ">=1.33.0", MaxNodes = 5, Quota = 2, NamePattern = "pay-.*", Labels = [new RequiredLabel("env", ["prod", "test"])], Profile = "base" },
        Sample.Now.AddDays(-1), "ada", 3);

    public Task<IReadOnlyList<PolicyView>> ListAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<PolicyView>>(() => [.. Items]);

    public Task<PolicyView> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => Items.Find(item => item.Id == id) ?? throw ProblemException.NotFound("There is no such onboarding policy"));

    public Task<PolicyView> CreateAsync(Guid? teamId, PolicyContent content, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Saved.Add((teamId, content));
        var policy = Policy(teamId, content);
        Items.Add(policy);
        return policy;
    });

    public Task<PolicyView> UpdateAsync(Guid id, PolicyContent content, uint version, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        var at = Items.FindIndex(item => item.Id == id);
        Saved.Add((Items[at].TeamId, content));
        return Items[at] = Items[at] with { Content = content, Version = version + 1 };
    });

    public Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        Deleted.Add(id);
        return ActAsync(() => Items.RemoveAll(item => item.Id == id));
    }

    public Task<IReadOnlyList<RequestableTeam>> ListRequestableAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<RequestableTeam>>(() =>
        [new RequestableTeam(Sample.TeamId, "platform", Items.FirstOrDefault(), [new RequestableFleet(Sample.FleetId, "edge")])]);
}
