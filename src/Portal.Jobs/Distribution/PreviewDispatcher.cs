using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Core.Data;
using Portal.Core.Distribution.Previews;
using Portal.Core.Events;
using Portal.Core.Problems;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Distribution;

/// <summary>Asks the clusters for the previews that wait for it.</summary>
internal sealed class PreviewDispatcher(
    NpgsqlDataSource dataSource, IDbContextFactory<PortalDbContext> contexts, PreviewCheck check, EventStream events, TimeProvider clock,
    ILogger<PreviewDispatcher> logger) : CheckDispatcher<ApplicationPreview>(dataSource, contexts, events, clock, logger)
{
    protected override string Table => "application_previews";

    protected override string Topic => Topics.ApplicationPreview;

    protected override TimeSpan TimeLimit => TimeSpan.FromMinutes(5);

    protected override Problem Late => new(ProblemKind.Unavailable, "The preview was not ready in time",
        $"It was stopped after {TimeLimit.TotalMinutes:0} minutes.", "Look at the placement alone, or try again.");

    protected override Problem Broken => new(ProblemKind.Internal, "The preview could not be made",
        "The portal itself failed.", "Try again; the portal's log has the details.");

    protected override Task CheckAsync(Guid id, CancellationToken cancellationToken) => check.RunAsync(id, cancellationToken);
}
