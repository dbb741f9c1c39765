using Portal.Core.Access;
using Portal.Core.Components.Planning;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Karmada;
using Portal.Core.Distribution.Previews;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeApplications : FakeService, IApplications, IApplicationPreviews, IApplicationDelivery
{
    public static readonly Guid Id = new("a7000000-0000-7000-8000-000000000001");

    public static readonly Guid Operation = new("a7000000-0000-7000-8000-000000000002");

    public List<ApplicationDetail> Items { get; } = [];

    public List<ApplicationRequest> Created { get; } = [];

    public List<ApplicationContent> Added { get; } = [];

    public List<DeliverRequest> Delivered { get; } = [];

    public List<string?> Removed { get; } = [];

    public PlacementPreview Placement { get; set; } = new(
        new Dictionary<string, int> { ["apps/Deployment/shop/web"] = 2 },
        [
            new PreviewCluster(Sample.ClusterId, "member1", "aws", "eu", true, new Dictionary<string, int> { ["apps/Deployment/shop/web"] = 2 }, null,
                "It passes all filters, and was chosen.", new ObjectCounts(1, 0, 0, 0, 0)),
            new PreviewCluster(Guid.AllBitsSet, "member2", "aws", "us", false, new Dictionary<string, int>(), null, "The cluster affinity does not select it."),
        ],
        [], ["Namespace shop"], 0, 0, null);

    public static ApplicationDetail Application() => new(
        new ApplicationSummary(Id, "shop", Sample.FleetId, "edge", "", ApplicationState.Failed, "shop (2): 1 cluster: 1 of 1 changes did not succeed", Sample.Now, 2, 1, 1, 1,
            new Dictionary<ObjectHealth, int> { [ObjectHealth.Ready] = 1, [ObjectHealth.OutOfSync] = 1 }, Operation, Sample.Now, "linus"),
        [
            new ApplicationClusterView(Sample.ClusterId, "member1", "eu", new Dictionary<string, int> { ["apps/Deployment/shop/web"] = 2 }, 2, 1, ClusterDelivery.Failed,
                "Its operation was cancelled. Deliver again, or retry it.", Operation, Sample.Now,
                [
                    new ApplicationObjectView("apps/v1", "Deployment", "shop", "web", true, 1, ObjectHealth.Ready, "", Sample.Now),
                    new ApplicationObjectView("v1", "ConfigMap", "shop", "settings", false, 1, ObjectHealth.OutOfSync,
                        "Its field data.colour is not what the application says; it was set by kubectl.", Sample.Now),
                ]),
        ]);

    public Task<ApplicationPage> ListAsync(ApplicationQuery query, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        var found = Items.Select(item => item.Summary).Where(item => item.Name.Contains(query.Search, StringComparison.OrdinalIgnoreCase)).ToList();
        return new ApplicationPage(found, found.Count);
    });

    public Task<ApplicationDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => Items.SingleOrDefault(item => item.Summary.Id == id) ?? throw ProblemException.NotFound("There is no such application"));

    public Task<ApplicationDetail> CreateAsync(ApplicationRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Created.Add(request);
        Items.Add(Application());
        return Items[^1];
    });

    public Task<IReadOnlyList<ApplicationRevisionSummary>> ListRevisionsAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ApplicationRevisionSummary>>(() => [Revision(2), Revision(1)]);

    public Task<ApplicationRevisionDetail> GetRevisionAsync(Guid id, int number, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => new ApplicationRevisionDetail(Revision(number), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n"));

    public Task<string> DiffAsync(Guid id, int number, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => "-replicas: 1\n+replicas: 2");

    public List<ControlPlaneView> ControlPlanes { get; } = [];

    public Task<IReadOnlyList<ControlPlaneView>> ListControlPlanesAsync(Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ControlPlaneView>>(() => ControlPlanes);

    public Task<KarmadaPoliciesView> GetKarmadaPoliciesAsync(Guid id, int number, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
        new KarmadaPoliciesView("apiVersion: policy.karmada.io/v1alpha1\nkind: PropagationPolicy\n", ["Karmada carries nothing of the namespace kube-system."]));

    public Task<ApplicationRevisionSummary> AddRevisionAsync(Guid id, ApplicationContent content, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Added.Add(content);
        return Revision(3);
    });

    public Task<ApplicationPreviewDetail> CreateAsync(ApplicationPreviewRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(Preview);

    Task<ApplicationPreviewDetail> IApplicationPreviews.GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ReadAsync(Preview);

    public Task<IReadOnlyList<ApplicationPreviewObjectView>> ListObjectsAsync(Guid id, Guid? clusterId, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ApplicationPreviewObjectView>>(() =>
            [new ApplicationPreviewObjectView(Sample.ClusterId, "v1", "ConfigMap", "shop", "settings", ObjectAction.Create, "", false, "+data:\n+  colour: blue")]);

    public Task<Guid> DeliverAsync(Guid id, DeliverRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Delivered.Add(request);
        return Operation;
    });

    public Task<Guid> DeleteAsync(Guid id, string? confirm, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Removed.Add(confirm);
        return Operation;
    });

    private static ApplicationRevisionSummary Revision(int number) => new(number, ["v1 ConfigMap shop/settings"], new ApplicationPolicy(), "", Sample.Now, "linus", number == 2 ? FakeSources.Origin : null);

    private ApplicationPreviewDetail Preview() => new(
        new Guid("a7000000-0000-7000-8000-000000000003"), Id, Sample.FleetId, PlanState.Ready, Sample.Now, Sample.Now.AddHours(1), Placement, null);
}
