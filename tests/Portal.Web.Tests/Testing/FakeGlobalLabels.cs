using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Web.Tests.Testing;

/// <summary>Values of labels, the same for every question.</summary>
public sealed class FakeGlobalLabels : FakeService, IGlobalLabels
{
    public Dictionary<string, IReadOnlyList<string>> Values { get; } = new() { ["cluster"] = ["member1", "member2"], ["fleet"] = ["demo"] };

    public Task<GlobalList<string>> NamesAsync(LabelQuery query, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => new GlobalList<string>([.. Values.Keys], false, new Coverage([])));

    public Task<GlobalList<string>> ValuesAsync(string label, LabelQuery query, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => new GlobalList<string>(Values.GetValueOrDefault(label, []), false, new Coverage([])));

    public Task<GlobalList<LabelSet>> SeriesAsync(LabelQuery query, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => new GlobalList<LabelSet>([], false, new Coverage([])));
}
