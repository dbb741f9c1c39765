using Portal.Core.Access;
using Portal.Core.Distribution.Applications;
using Portal.Core.GoldenPaths;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeGoldenPaths : FakeService, IGoldenPaths
{
    public const string Name = "web-service";

    public List<GoldenPathDetail> Items { get; } = [];

    public List<GoldenPathRequest> Saved { get; } = [];

    public List<GoldenPathUse> Uses { get; } = [];

    public List<string> Deleted { get; } = [];

    public static GoldenPathDetail Path(GoldenPathState state) => new(
        new GoldenPathSummary(Name, "Web service", "A service behind a name.", state, 3, Sample.Now.AddDays(-2), "ada", 7),
        "type: object\nproperties:\n  image: { type: string, title: Image, examples: [shop:1] }\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: b }\ndata: { image: \"${image}\" }\n", new ApplicationPolicy());

    public Task<IReadOnlyList<GoldenPathSummary>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<GoldenPathSummary>>(() => [.. Items.Select(path => path.Summary)]);

    public Task<GoldenPathDetail> GetAsync(string name, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Find(name));

    public Task<GoldenPathDetail> CreateAsync(GoldenPathRequest request, Actor actor, CancellationToken cancellationToken) => SaveAsync(request);

    public Task<GoldenPathDetail> UpdateAsync(string name, GoldenPathRequest request, uint version, Actor actor, CancellationToken cancellationToken) => SaveAsync(request);

    public Task<GoldenPathDetail> SetStateAsync(string name, GoldenPathState state, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        var path = Find(name);
        Items.Remove(path);
        Items.Add(path with { Summary = path.Summary with { State = state } });
        return Items[^1];
    });

    public Task DeleteAsync(string name, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        Deleted.Add(name);
        return 0;
    });

    public Task<string> RenderAsync(string name, GoldenPathUse use, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => $"# of {use.Application}");

    public Task<ApplicationDetail> InstantiateAsync(string name, GoldenPathUse use, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        Uses.Add(use);
        return FakeApplications.Application();
    });

    private Task<GoldenPathDetail> SaveAsync(GoldenPathRequest request) => ReadAsync(() =>
    {
        Saved.Add(request);
        Items.Add(Path(GoldenPathState.Draft));
        return Items[^1];
    });

    private GoldenPathDetail Find(string name) => Items.Find(path => path.Summary.Name == name) ?? throw ProblemException.NotFound("There is no such golden path");
}
