using Portal.Core.Access;
using Portal.Core.Components.Profiles;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeProfiles : FakeService, IProfiles
{
    public List<ProfileDetail> Items { get; } = [];

    public FleetProfileDetail Fleet { get; set; } = new(null, false, []);

    /// <summary>What every text is read as.</summary>
    public ProfileImport? Import { get; set; }

    public List<(ProfileContent Content, uint? Version)> Saved { get; } = [];

    public List<(Guid Fleet, string? Profile, bool CleanUp)> Assigned { get; } = [];

    public static ProfileDetail Profile(string name = "batch", bool builtIn = true)
    {
        var content = new ProfileContent(name, "Batch", "Scheduling for AI, big data and HPC jobs.", [new ProfileComponent("volcano")]);
        return new ProfileDetail(new ProfileSummary(name, "Batch", content.Description, builtIn, ["volcano"], 1), content, ProfileYaml.Write(content), builtIn ? 0u : 7u);
    }

    public Task<IReadOnlyList<ProfileSummary>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ProfileSummary>>(() => Items.ConvertAll(item => item.Summary));

    public Task<ProfileDetail> GetAsync(string name, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => Items.SingleOrDefault(item => item.Summary.Name == name) ?? throw ProblemException.NotFound($"There is no profile \"{name}\""));

    public Task<ProfileDetail> SaveAsync(ProfileContent content, uint? version, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Saved.Add((content, version));
        var saved = Profile(content.Name, builtIn: false) with { Content = content, Yaml = ProfileYaml.Write(content) };
        Items.RemoveAll(item => item.Summary.Name == content.Name);
        Items.Add(saved);
        return saved;
    });

    public Task DeleteAsync(string name, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Items.RemoveAll(item => item.Summary.Name == name));

    public Task<ProfileImport> ReadAsync(string yaml, Actor actor, CancellationToken cancellationToken) =>
        ActAsync(() => Import ?? new ProfileImport(ProfileYamlReader.Read(yaml), []));

    public Task<FleetProfileDetail> GetFleetAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Fleet);

    public Task AssignAsync(Guid fleetId, string profile, bool cleanUp, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Assigned.Add((fleetId, profile, cleanUp));
        return true;
    });

    public Task UnassignAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Assigned.Add((fleetId, null, false));
        return true;
    });

    public Task<Guid> PlanAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Sample.PlanId);
}
