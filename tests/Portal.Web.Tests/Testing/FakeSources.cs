using Portal.Core.Access;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeSources : FakeService, IApplicationSources
{
    public ApplicationSourceView? Source { get; set; }

    public List<SourceRequest> Given { get; } = [];

    public int Synced { get; private set; }

    public static ApplicationSourceView Failed() => new(
        new SourceDefinition(SourceKind.Git, "https://git.example.com/shop.git", Reference: "main", Path: "deploy", PollMinutes: 5), true, "", SourceState.Failed,
        new Problem(ProblemKind.Refused, "https://git.example.com/shop.git cannot be read", "It has no folder deploy.", "Correct the path, or the branch."),
        Sample.Now, Sample.Now, Sample.Now, Origin, 2, null, null, "/api/v1/applications/x/source/webhook");

    public static SourceOrigin Origin { get; } = new(
        SourceKind.Git, "https://git.example.com/shop.git", "main", "deploy", "0123456789abcdef0123456789abcdef01234567", "Ada", Sample.Now, "Paint it green");

    public Task<ApplicationSourceView?> FindAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Source);

    public Task<ApplicationSourceView> SetAsync(Guid applicationId, SourceRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Given.Add(request);
        return Source = Failed() with { Definition = request.Definition, State = SourceState.Syncing, Failure = null };
    });

    public Task RemoveAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Source = null);

    public Task<ApplicationSourceView> SyncAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Synced++;
        return Source = Source! with { State = SourceState.Syncing };
    });

    public Task<bool> HookAsync(Guid applicationId, string? signature, string? token, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => Task.FromResult(false);
}
