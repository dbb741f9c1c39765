using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Profiles.Kurator;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Values;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Components.Profiles;

internal sealed class ProfileService(
    ComponentCatalog catalog, ProfileStore store, FleetProfiles fleets, IValidator<ProfileContent> validator, IDbContextFactory<PortalDbContext> contexts)
    : IProfiles
{
    public async Task<IReadOnlyList<ProfileSummary>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        var used = await ReadUseAsync(cancellationToken);
        return [.. (await store.ListAsync(cancellationToken)).Select(profile => Summary(profile, used))];
    }

    public async Task<ProfileDetail> GetAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        var (content, version) = await store.GetAsync(name, cancellationToken);
        if (!AccessPolicy.Allows(actor, Permission.ManageComponents) && !store.IsBuiltIn(name))
        {
            content = content.WithoutSecrets();
        }

        return new ProfileDetail(Summary(content, await ReadUseAsync(cancellationToken)), content, ProfileYaml.Write(content), version);
    }

    public async Task<ProfileDetail> SaveAsync(ProfileContent content, uint? version, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        Check(content);
        if (store.IsBuiltIn(content.Name))
        {
            throw ProblemException.Conflict($"Profile {content.Name} cannot be changed", "It comes with the portal.", "Save it under another name.", "name");
        }

        await store.SaveAsync(content, version, actor.Name, cancellationToken);
        return await GetAsync(content.Name, actor, cancellationToken);
    }

    public async Task DeleteAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        if (store.IsBuiltIn(name))
        {
            throw ProblemException.Conflict($"Profile {name} cannot be deleted", "It comes with the portal.", "Nothing has to be done.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.FleetProfiles.AnyAsync(row => row.Profile == name, cancellationToken))
        {
            throw ProblemException.Conflict($"Profile {name} cannot be deleted", "A fleet has it.", "Give its fleets another profile, or none.");
        }

        if (await db.Profiles.Where(profile => profile.Name == name).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw ProblemException.NotFound($"There is no profile \"{name}\"", "Pick a profile from the list.");
        }
    }

    public Task<ProfileImport> ReadAsync(string yaml, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        var import = KuratorImport.IsKurators(yaml) ? KuratorImport.Read(yaml, catalog) : new ProfileImport(ProfileYamlReader.Read(yaml), []);
        Check(import.Content);
        return Task.FromResult(import);
    }

    public Task<FleetProfileDetail> GetFleetAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        return fleets.GetAsync(fleetId, cancellationToken);
    }

    public Task AssignAsync(Guid fleetId, string profile, bool cleanUp, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        return fleets.AssignAsync(fleetId, profile, cleanUp, actor, cancellationToken);
    }

    public Task UnassignAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        return fleets.UnassignAsync(fleetId, cancellationToken);
    }

    public async Task<Guid> PlanAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        return await fleets.PlanAsync(fleetId, null, actor, cancellationToken)
            ?? throw ProblemException.Conflict("There is nothing to plan", "Every cluster is as the profile says.", "Nothing has to be done.");
    }

    private void Check(ProfileContent content)
    {
        validator.Demand(content, "The profile cannot be used");
        foreach (var component in content.Components.Where(component => component.HasValues))
        {
            var entry = catalog.Get(component.Component);
            ReleaseValues.Screen(entry, entry.LatestVersion, component.Values);
        }

        foreach (var system in content.Spanning.Where(system => system.HasSettings))
        {
            SystemSettings.Screen(catalog.GetSystem(system.System), system.Settings, null);
        }
    }

    private ProfileSummary Summary(ProfileContent profile, Dictionary<string, int> used) => new(
        profile.Name, profile.Title, profile.Description, store.IsBuiltIn(profile.Name), [.. profile.Components.Select(component => component.Component)],
        used.GetValueOrDefault(profile.Name));

    private async Task<Dictionary<string, int>> ReadUseAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.FleetProfiles.GroupBy(row => row.Profile).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
    }
}
