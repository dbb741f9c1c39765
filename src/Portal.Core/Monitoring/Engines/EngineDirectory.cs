using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Engines;

/// <summary>The global engines of all fleets, kept for some seconds: each question asks for them.</summary>
internal sealed class EngineDirectory(IDbContextFactory<PortalDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private Known? _known;

    /// <summary>By the names of fleets.</summary>
    public async Task<IReadOnlyDictionary<string, KnownEngine>> ReadAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _known) is { } known && time.GetElapsedTime(known.ReadAt) < Fresh)
        {
            return known.Engines;
        }

        var started = time.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.GlobalEngines.AsNoTracking().Join(db.Fleets, engine => engine.FleetId, fleet => fleet.Id, (engine, fleet) => new { Engine = engine, fleet.Name })
            .ToListAsync(cancellationToken);
        var read = new Known(rows.ToDictionary(row => row.Name, row => Of(row.Engine, row.Name), StringComparer.Ordinal), started);
        Volatile.Write(ref _known, read);
        return read.Engines;
    }

    /// <summary>What was given or removed in this process counts at once.</summary>
    public void Forget() => Volatile.Write(ref _known, null);

    public static KnownEngine Of(GlobalEngine engine, string fleet) => new(
        engine.FleetId, fleet, engine.Kind,
        new KnownSource(
            engine.FleetId, new Uri(engine.Address.TrimEnd('/') + "/"), engine.CertificateAuthority, "", engine.Authentication, engine.Username,
            engine.ProtectedSecret, SecretProtector.GlobalEngine, (engine.Address, engine.UpdatedAt))
        {
            Tenant = engine.Tenant,
        },
        engine.ClusterLabel, engine.ClusterValues);

    private sealed record Known(IReadOnlyDictionary<string, KnownEngine> Engines, long ReadAt);
}
