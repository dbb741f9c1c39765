using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Engines;

/// <summary>The global engines of all fleets, kept for some seconds: each question asks for them.</summary>
internal sealed class EngineDirectory(IDbContextFactory<PortalDbContext> contexts, TimeProvider time) : IDisposable
{
    private readonly KeptBriefly<IReadOnlyDictionary<string, KnownEngine>> _known = new(time);

    /// <summary>By the names of fleets.</summary>
    public Task<IReadOnlyDictionary<string, KnownEngine>> ReadAsync(CancellationToken cancellationToken) => _known.ReadAsync(LoadAsync, cancellationToken);

    /// <summary>What was given or removed in this process counts at once.</summary>
    public void Forget() => _known.Forget();

    public void Dispose() => _known.Dispose();

    public static KnownEngine Of(GlobalEngine engine, string fleet) => new(
        engine.FleetId, fleet, engine.Kind,
        new KnownSource(
            engine.FleetId, new Uri(engine.Address.TrimEnd('/') + "/"), engine.CertificateAuthority, "", engine.Authentication, engine.Username,
            engine.ProtectedSecret, SecretProtector.GlobalEngine, (engine.Address, engine.UpdatedAt))
        {
            Tenant = engine.Tenant,
        },
        engine.ClusterLabel, engine.ClusterValues);

    private async Task<IReadOnlyDictionary<string, KnownEngine>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.GlobalEngines.AsNoTracking().Join(db.Fleets, engine => engine.FleetId, fleet => fleet.Id, (engine, fleet) => new { Engine = engine, fleet.Name })
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(row => row.Name, row => Of(row.Engine, row.Name), StringComparer.Ordinal);
    }
}
