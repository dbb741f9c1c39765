using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.Core.Distribution.Sources;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Problems;
using Portal.Jobs.Distribution.Sources.Charts;
using Portal.Jobs.Distribution.Sources.Git;

namespace Portal.Jobs.Distribution.Sources;

/// <summary>Fetches a source, renders it, and keeps what is new as a revision. One that fails leaves the last good revision as it is.</summary>
internal sealed class SourceSync(
    IDbContextFactory<PortalDbContext> contexts, GitClient git, GitRendering rendering, ChartClient charts, SourceTools tools, SourceSecretBox box, SourceStore store, SourceDelivery delivery,
    IOptions<SourcesOptions> options, TimeProvider clock)
{
    public async Task RunAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.ApplicationSources.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.State == PlanState.Checking, cancellationToken) is not { } source)
        {
            return;
        }

        var name = await db.Applications.Where(row => row.Id == source.ApplicationId).Select(row => row.Name).SingleAsync(cancellationToken);
        using var deadline = new CancellationTokenSource(options.Value.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var rendered = await RenderAsync(source, name, either.Token);
            await store.KeepAsync(source, rendered, cancellationToken);
            await delivery.DeliverAsync(source.ApplicationId, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await store.FailAsync(source, new Problem(ProblemKind.Unavailable, $"The source of {name} was not read in time",
                $"It was stopped after {options.Value.Timeout.TotalSeconds:0} seconds.", "Look whether the server answers; the portal tries again by itself."), cancellationToken);
        }
        catch (ProblemException error)
        {
            await store.FailAsync(source, error.Problem, cancellationToken);
        }
    }

    /// <summary>Null when nothing is new at the source.</summary>
    private Task<RenderedSource?> RenderAsync(ApplicationSource source, string name, CancellationToken cancellationToken) => source.Definition.Kind == SourceKind.Chart
        ? RenderChartAsync(source, box.Open(source), name, cancellationToken)
        : RenderGitAsync(source, box.Open(source), name, cancellationToken);

    private async Task<RenderedSource?> RenderChartAsync(ApplicationSource source, SourceSecretTexts texts, string name, CancellationToken cancellationToken)
    {
        var definition = source.Definition;
        using var chart = await charts.FetchAsync(definition, texts.Token, source.Mark, cancellationToken);
        if (chart is null)
        {
            return null;
        }

        var manifests = await tools.RenderChartAsync(chart.File, definition, texts.Values, name, definition.Url, cancellationToken);
        return new RenderedSource(manifests, Demand(manifests, name), new SourceOrigin(SourceKind.Chart, definition.Url, Chart: $"{definition.Chart} {definition.Version}"), chart.Digest);
    }

    private async Task<RenderedSource?> RenderGitAsync(ApplicationSource source, SourceSecretTexts texts, string name, CancellationToken cancellationToken)
    {
        using var checkout = await git.FetchAsync(source.Definition, texts.Token, source.Mark, cancellationToken);
        if (checkout is null)
        {
            return null;
        }

        var (manifests, chart) = await rendering.RenderAsync(checkout, source.Definition, texts.Values, name, cancellationToken);
        return new RenderedSource(manifests, Demand(manifests, name), checkout.Origin(source.Definition) with { Chart = chart }, checkout.Mark);
    }

    private static ManifestSource Demand(string manifests, string name) => ManifestSource.Demand(manifests, $"What the source of {name} leads to cannot be delivered");
}

/// <summary>What a source led to.</summary>
/// <param name="Mark">What the server named for it.</param>
internal sealed record RenderedSource(string Manifests, ManifestSource Source, SourceOrigin Origin, string Mark)
{
    public override string ToString() => nameof(RenderedSource);
}
