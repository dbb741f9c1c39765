using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Rollups;

/// <summary>Of which clusters something was kept up to the end of a question.</summary>
internal sealed class RollupCoverage(NpgsqlDataSource dataSource, IOptions<RollupOptions> options, TimeProvider time)
{
    private const string Sql = "SELECT cluster_id, collected_to, fault, why FROM rollup_progress WHERE query = @query";

    public async Task<Coverage> ReadAsync(RollupQuestion question, IReadOnlyList<QueryMember> members, CancellationToken cancellationToken)
    {
        var known = await ReadProgressAsync(question.Query, cancellationToken);
        var end = DateTimeOffset.FromUnixTimeMilliseconds(question.Grid.End);
        var now = time.GetUtcNow();

        // What is due now may still be on its way.
        var least = (end < now ? end : now) - options.Value.Lag - (options.Value.Step * 3);
        var chosen = members.Where(member => question.Cluster is null || member.Name == question.Cluster);
        return new Coverage([.. chosen.Select(member => known.GetValueOrDefault(member.Id) switch
        {
            null => Missing(member, MemberFaultKind.NoSource, "The portal has not kept anything of it yet."),
            { To: { } to } when to >= least => new MemberCoverage(member, MemberPart.Answered, null, null, TimeSpan.Zero),
            { Fault: { } fault } progress => Missing(member, fault, progress.Why),
            _ => Missing(member, MemberFaultKind.TimedOut, "The portal has not kept anything of it lately."),
        })]);
    }

    private async Task<Dictionary<Guid, Progress>> ReadProgressAsync(string query, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.AddWithValue("query", query);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var known = new Dictionary<Guid, Progress>();
        while (await reader.ReadAsync(cancellationToken))
        {
            known[reader.GetGuid(0)] = new Progress(
                reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1),
                reader.IsDBNull(2) ? null : Enum.TryParse<MemberFaultKind>(reader.GetString(2), out var fault) ? fault : MemberFaultKind.Refused,
                reader.GetString(3));
        }

        return known;
    }

    private static MemberCoverage Missing(QueryMember member, MemberFaultKind fault, string why) => new(member, MemberPart.Missing, fault, why, TimeSpan.Zero);

    private sealed record Progress(DateTimeOffset? To, MemberFaultKind? Fault, string Why);
}
