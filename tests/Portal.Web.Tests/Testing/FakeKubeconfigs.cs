using Portal.Core.Access;
using Portal.Core.Access.Kubeconfigs;

namespace Portal.Web.Tests.Testing;

public sealed class FakeKubeconfigs : FakeService, IKubeconfigs
{
    public List<KubeconfigSummary> Items { get; } = [];

    public List<(Guid Cluster, int? Minutes, Uri Portal)> Asked { get; } = [];

    public Task<KubeconfigPreview> PreviewAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => new KubeconfigPreview("member1", "portal:ada", ["portal:role:operator", "portal:team:shop:developer"], 60, 720));

    public Task<IssuedKubeconfig> CreateAsync(Guid clusterId, KubeconfigRequest request, Uri portal, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Asked.Add((clusterId, request.Minutes, portal));
        var summary = Summary("member1") with { ClusterId = clusterId };
        Items.Insert(0, summary);
        return new IssuedKubeconfig(summary, "apiVersion: v1\nusers: [{user: {token: kpk_secret}}]\n");
    });

    public Task<IReadOnlyList<KubeconfigSummary>> ListAsync(Guid? userId, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<KubeconfigSummary>>(() => [.. Items]);

    public Task RevokeAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        var index = Items.FindIndex(item => item.Id == id);
        Items[index] = Items[index] with { RevokedAt = Sample.Now, Usable = false };
        return true;
    });

    public static KubeconfigSummary Summary(string cluster) => new(
        Guid.CreateVersion7(), Guid.Empty, Guid.Empty, cluster, "kpk_abcde", Sample.Now.AddMinutes(-5), Sample.Now.AddHours(1), Sample.Now.AddMinutes(-1), "192.0.2.7", null, true);
}
