using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Silences;

namespace Portal.Web.Tests.Testing;

public sealed class FakeSilences : FakeService, ISilences
{
    public List<Silence> Silences { get; } = [];

    public List<MemberCoverage> Members { get; } = [];

    public List<SilenceRequest> Requests { get; } = [];

    public List<SilenceOutcome> Outcomes { get; } = [];

    public Task<SilenceList> ListAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync(() => new SilenceList([.. Silences], new Coverage([.. Members])));

    public Task<IReadOnlyList<SilenceOutcome>> CreateAsync(SilenceRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync<IReadOnlyList<SilenceOutcome>>(() =>
    {
        Requests.Add(request);
        return [.. Outcomes];
    });

    public Task<SilenceOutcome> ReplaceAsync(Guid clusterId, string silenceId, SilenceRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Requests.Add(request);
        return Outcomes[0];
    });

    public Task ExpireAsync(Guid clusterId, string silenceId, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Silences.RemoveAll(silence => silence.Id == silenceId));
}
