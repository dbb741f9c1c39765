using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.Core.Events;
using Portal.Core.Problems;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Components.Planning;

/// <summary>Makes the plans that wait to be made.</summary>
internal sealed class PlanDispatcher(
    NpgsqlDataSource dataSource, IDbContextFactory<PortalDbContext> contexts, PlanCheck check, EventStream events, TimeProvider clock,
    ILogger<PlanDispatcher> logger) : CheckDispatcher<StoredPlan>(dataSource, contexts, events, clock, logger)
{
    protected override string Table => "component_plans";

    protected override string Topic => Topics.Plan;

    protected override TimeSpan TimeLimit => TimeSpan.FromMinutes(10);

    protected override Problem Late => new(ProblemKind.Unavailable, "The plan was not ready in time",
        $"It was stopped after {TimeLimit.TotalMinutes:0} minutes.", "Plan for fewer clusters at once.");

    protected override Problem Broken => new(ProblemKind.Internal, "The plan could not be made",
        "The portal itself failed.", "Try again; the portal's log has the details.");

    protected override Task CheckAsync(Guid id, CancellationToken cancellationToken) => check.RunAsync(id, cancellationToken);
}
