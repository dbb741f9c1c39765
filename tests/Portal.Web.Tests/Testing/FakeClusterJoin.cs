using Portal.Core.Access;
using Portal.Core.Clusters;

namespace Portal.Web.Tests.Testing;

public sealed class FakeClusterJoin : FakeService, IClusterJoin
{
    public const string Rights = "rules: [get, list, watch]";

    public List<KubeconfigContext> Contexts { get; } = [new("prod", "https://prod.example:6443", "admin", true, null)];

    public PreflightReport Report { get; set; } = Sample.Preflight();

    public int Checks { get; private set; }

    public List<JoinRequest> Joined { get; } = [];

    public List<(Guid Operation, string Kubeconfig, string Context)> Resumed { get; } = [];

    public List<ClusterDescription> Commands { get; } = [];

    public Task<IReadOnlyList<KubeconfigContext>> ReadContextsAsync(string kubeconfig, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<KubeconfigContext>>(() => [.. Contexts]);

    public Task<PreflightReport> CheckAsync(JoinRequest request, Actor actor, CancellationToken cancellationToken)
    {
        Checks++;
        return ReadAsync(() => Report);
    }

    public Task<JoinStarted> JoinAsync(JoinRequest request, Actor actor, CancellationToken cancellationToken)
    {
        Joined.Add(request);
        return ActAsync(() => new JoinStarted(Guid.CreateVersion7(), Sample.OperationId, request.Description.Name));
    }

    public Task ResumeAsync(Guid operationId, string kubeconfig, string context, Actor actor, CancellationToken cancellationToken)
    {
        Resumed.Add((operationId, kubeconfig, context));
        return ActAsync(() => true);
    }

    public Task<JoinCommand> CreateCommandAsync(ClusterDescription description, Uri portal, Actor actor, CancellationToken cancellationToken)
    {
        Commands.Add(description);
        return ActAsync(() => new JoinCommand(Sample.ClusterId, $"curl -fsS {portal}join | sh -s one-time-token", Sample.Now.AddHours(1)));
    }

    public Task<string> ReadScriptAsync(string token, Uri portal, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<JoinStarted> CompleteAsync(string token, JoinCompletion completion, CancellationToken cancellationToken) => throw new NotSupportedException();

    public string DescribeRights() => Rights;
}
