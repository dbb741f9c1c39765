using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Components.Profiles;

/// <summary>Reads and writes profiles, whoever made them. The caller has authorised.</summary>
public sealed class ProfileStore(ProfileCatalog catalog, IDbContextFactory<PortalDbContext> contexts, SecretProtector protector, TimeProvider clock)
{
    public bool IsBuiltIn(string name) => catalog.Find(name) is not null;

    /// <summary>Throws NotFound.</summary>
    public async Task<(ProfileContent Content, uint Version)> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (catalog.Find(name) is { } known)
        {
            return (known, 0);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Profiles.AsNoTracking().SingleOrDefaultAsync(profile => profile.Name == name, cancellationToken)
            ?? throw ProblemException.NotFound($"There is no profile \"{name}\"", "Pick a profile from the list.");
        return (Read(row), row.Version);
    }

    public async Task<IReadOnlyList<ProfileContent>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Profiles.AsNoTracking().OrderBy(profile => profile.Name).ToListAsync(cancellationToken);
        return [.. catalog.Profiles, .. rows.Select(row => new ProfileContent(row.Name, row.Title, row.Description, row.Components, row.Systems))];
    }

    public async Task SaveAsync(ProfileContent content, uint? version, string actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = version is null ? null : await db.Profiles.SingleOrDefaultAsync(profile => profile.Name == content.Name, cancellationToken)
            ?? throw ProblemException.NotFound($"There is no profile \"{content.Name}\"", "Pick a profile from the list.");
        if (row is null)
        {
            db.Profiles.Add(row = new StoredProfile { Name = content.Name, Title = "", Description = "", Components = [], UpdatedAt = default, UpdatedBy = "" });
        }
        else
        {
            db.Entry(row).Property(profile => profile.Version).OriginalValue = version!.Value;
        }

        row.Title = content.Title;
        row.Description = content.Description;
        row.Components = [.. content.WithoutSecrets().Components];
        row.Systems = [.. content.WithoutSecrets().Spanning];
        List<string> values = [.. content.Components.Select(component => component.Values), .. content.Spanning.Select(system => system.Settings)];
        row.ProtectedValues = values.Exists(text => text.Length > 0) ? protector.Protect(SecretProtector.ReleaseValues, JsonSerializer.Serialize(values)) : null;
        row.UpdatedAt = clock.GetUtcNow();
        row.UpdatedBy = actor;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw ProblemException.Conflict($"Profile {content.Name} was changed by somebody else",
                "What you saw is no longer what is stored.", "Load it again, look at the change, and make yours on top.");
        }
        catch (DbUpdateException error) when (error.IsTaken("ix_profiles_name"))
        {
            throw ProblemException.Conflict($"There is already a profile named {content.Name}", "A profile's name is unique in the portal.", "Choose another name.", "name");
        }
    }

    private ProfileContent Read(StoredProfile row)
    {
        var values = row.ProtectedValues is { } cipher
            ? JsonSerializer.Deserialize<List<string>>(protector.Unprotect(SecretProtector.ReleaseValues, cipher))!
            : [];
        return new ProfileContent(row.Name, row.Title, row.Description,
            [.. row.Components.Select((component, index) => component with { Values = values.ElementAtOrDefault(index) ?? "" })],
            [.. row.Systems.Select((system, index) => system with { Settings = values.ElementAtOrDefault(row.Components.Count + index) ?? "" })]);
    }
}
