using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using Portal.Core.Clusters;

namespace Portal.Core.Monitoring.PortalAlerts;

/// <summary>Reads all joined clusters in one query.</summary>
internal sealed class ClusterFactsReader(NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>A metrics endpoint that nobody has asked for so long is not wanted any more.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);

    private const string Sql =
        """
        SELECT c.id, c.name, c.fleet_id, c.state, c.state_since, c.state_reason, t.renew_at, t.expires_at, coalesce(t.renewal_problem, ''),
            c.certificate_authority, m.answered, coalesce(m.silent, false), coalesce(m.why, '')
        FROM clusters c
        LEFT JOIN cluster_credentials t ON t.cluster_id = c.id
        LEFT JOIN (
            SELECT cluster_id, max(collected_to) AS answered, bool_and(fault IS NOT NULL) AND max(tried_at) > @recent AS silent, min(why) FILTER (WHERE why <> '') AS why
            FROM rollup_progress GROUP BY cluster_id) m ON m.cluster_id = c.id
        WHERE c.state NOT IN ('Joining', 'Leaving')
        """;

    private Dictionary<string, DateTimeOffset?> _ends = [];

    public async Task<List<ClusterFacts>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.AddWithValue("recent", time.GetUtcNow() - Recent);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (facts, ends) = (new List<ClusterFacts>(), new Dictionary<string, DateTimeOffset?>());
        while (await reader.ReadAsync(cancellationToken))
        {
            var authority = reader.GetString(9);
            if (!ends.TryGetValue(authority, out var end))
            {
                ends[authority] = end = _ends.TryGetValue(authority, out var known) ? known : LastEnd(authority);
            }

            facts.Add(new ClusterFacts(
                reader.GetGuid(0), reader.GetString(1), reader.GetGuid(2), Enum.Parse<ClusterState>(reader.GetString(3)), reader.GetFieldValue<DateTimeOffset>(4), reader.GetString(5),
                Time(reader, 6), Time(reader, 7), reader.GetString(8), end, Time(reader, 10), reader.GetBoolean(11), reader.GetString(12)));
        }

        // Reading certificates again each time would cost more than all the rest.
        _ends = ends;
        return facts;
    }

    /// <summary>After a change of authorities the old one stays for a while: what counts is when none is left.</summary>
    internal static DateTimeOffset? LastEnd(string pem)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(pem);
            DateTimeOffset? last = certificates.Count == 0 ? null : certificates.Max(certificate => new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }

            return last;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
