using System.Text.Json.Nodes;
using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.States;

namespace Portal.Web.Tests.Testing;

public sealed class FakeGlobalStates : FakeService, IGlobalStates
{
    public List<MemberItem> Alerts { get; } = [];

    public List<MemberCoverage> Members { get; } = [];

    /// <summary>How often clusters were asked for their alerts.</summary>
    public int Rounds { get; private set; }

    public void Raise(string cluster, string name, string severity, bool isFiring = true, int minutes = 5)
    {
        var member = QueryMember.Of(Guid.CreateVersion7(), cluster, "demo", "aws", "north");
        Alerts.Add(new MemberItem(member, new JsonObject
        {
            ["labels"] = new JsonObject { ["alertname"] = name, ["severity"] = severity, ["cluster"] = cluster, ["pod"] = "api-0" },
            ["annotations"] = new JsonObject { ["summary"] = $"{name} in words", ["runbook_url"] = "javascript:alert(1)" },
            ["state"] = isFiring ? "firing" : "pending",
            ["activeAt"] = Sample.Now.AddMinutes(-minutes).ToString("O"),
        }));
        if (Members.TrueForAll(one => one.Member.Name != cluster))
        {
            Members.Add(new MemberCoverage(member, MemberPart.Answered, null, null, TimeSpan.FromMilliseconds(5)));
        }
    }

    public void IsMissing(string cluster) => Members.Add(new MemberCoverage(
        QueryMember.Of(Guid.CreateVersion7(), cluster, "demo", null, null), MemberPart.Missing, MemberFaultKind.NoSource, "No metrics endpoint of it is known.", TimeSpan.Zero));

    public Task<GlobalList<MemberItem>> AlertsAsync(QueryScope scope, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        Rounds++;
        return new GlobalList<MemberItem>([.. Alerts], false, new Coverage([.. Members]));
    });

    /// <summary>What the rule of every alert asks; null where no rule is told of.</summary>
    public string? Rule { get; set; }

    public Task<GlobalList<MemberItem>> RulesAsync(RuleQuery query, Actor actor, CancellationToken cancellationToken) => ActAsync(() => new GlobalList<MemberItem>(
        Rule is null ? [] : [new MemberItem(Alerts[0].Member, new JsonObject { ["rules"] = new JsonArray(new JsonObject { ["name"] = query.Names[0], ["query"] = Rule }) })], false, new Coverage([.. Members])));

    public Task<GlobalList<MemberItem>> TargetsAsync(QueryScope scope, string? pool, Actor actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<GlobalList<KeyValuePair<string, IReadOnlyList<MetricMeaning>>>> MeaningsAsync(MeaningQuery query, Actor actor, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
