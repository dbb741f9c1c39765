using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Data;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Events;
using Portal.Core.Problems;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Distribution.Sources;

/// <summary>Syncs the sources for which that is wanted.</summary>
internal sealed class SourceDispatcher(
    NpgsqlDataSource dataSource, IDbContextFactory<PortalDbContext> contexts, SourceSync sync, IOptions<SourcesOptions> options, EventStream events, TimeProvider clock,
    ILogger<SourceDispatcher> logger) : CheckDispatcher<ApplicationSource>(dataSource, contexts, events, clock, logger)
{
    protected override string Table => "application_sources";

    protected override string Topic => Topics.ApplicationSource;

    /// <summary>The sync itself ends earlier.</summary>
    protected override TimeSpan TimeLimit => options.Value.Timeout + TimeSpan.FromMinutes(3);

    protected override Problem Late => new(ProblemKind.Unavailable, "The source was not synced in time",
        $"It was stopped after {TimeLimit.TotalMinutes:0} minutes.", "Sync it again; if it stays so, look at the portal's log.");

    protected override Problem Broken => new(ProblemKind.Internal, "The source could not be synced",
        "The portal itself failed.", "Try again; the portal's log has the details.");

    protected override Task CheckAsync(Guid id, CancellationToken cancellationToken) => sync.RunAsync(id, cancellationToken);
}
