using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Audit;

/// <summary>Makes the coming months of the audit trail, and drops those that are older than is kept. What was dropped is an act itself.</summary>
internal sealed partial class AuditRetention(
    NpgsqlDataSource dataSource, IAuditRecords records, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditRetention> logger) : IRecurringJob
{
    private const int MonthsAhead = 2;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var today = time.GetUtcNow().UtcDateTime.Date;
        var month = new DateOnly(today.Year, today.Month, 1);
        for (var ahead = 0; ahead <= MonthsAhead; ahead++)
        {
            await using var prepare = dataSource.CreateCommand("SELECT audit_prepare($1)");
            prepare.Parameters.AddWithValue(month.AddMonths(ahead));
            await prepare.ExecuteNonQueryAsync(cancellationToken);
        }

        var before = new DateTimeOffset(month.AddMonths(-options.Value.KeepMonths).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var dropped = await ForgetAsync(before, cancellationToken);
        if (dropped.Count > 0)
        {
            await records.AddAsync(
                AuditActs.Forgot, AuditKinds.Trail, "", AuditOutcomes.Done, Actor.Portal, cancellationToken,
                objectId: before.ToString("O", CultureInfo.InvariantCulture), detail: string.Join(", ", dropped));
            Dropped(logger, before, dropped.Count);
        }
    }

    private async Task<IReadOnlyList<string>> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var forget = dataSource.CreateCommand("SELECT audit_forget($1)");
        forget.Parameters.AddWithValue(before);
        await using var reader = await forget.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    [LoggerMessage(LogLevel.Information, "The audit trail before {Before} was dropped, {Months} months: it is older than is kept")]
    private static partial void Dropped(ILogger logger, DateTimeOffset before, int months);
}
