using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Components;
using Portal.Core.Data;
using Portal.Core.Rollouts;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Components;

/// <summary>The catalogue, and what is installed of it where.</summary>
internal static class ComponentsApi
{
    private const string Tag = "Components";

    public static void MapComponents(this RouteGroupBuilder api)
    {
        api.MapGet("/components", ListAsync).Needs(Permission.ViewComponents).Says("ListComponents", Tag, "The catalogue.");
        api.MapGet("/components/{component}", GetAsync).Needs(Permission.ViewComponents).Fails(404)
            .Says("GetComponent", Tag, "A catalogue entry with its versions, values and requirements.");
        api.MapPost("/components/{component}/install", InstallAsync).Needs(Permission.ManageComponents).Fails(404, 409, 422)
            .Says("InstallComponent", Tag, "Starts an install on each cluster; a refused cluster does not stop the others.");
        api.MapPost("/components/{component}/upgrade", UpgradeAsync).Needs(Permission.ManageComponents).Fails(404, 409, 422)
            .Says("UpgradeComponent", Tag, "Starts an upgrade, or a change of values, on each cluster. One that does not become ready is rolled back, unless onFailure says Leave.");
        api.MapPost("/components/{component}/compare-values", CompareValuesAsync).Needs(Permission.ManageComponents).Fails(404, 422)
            .Says("CompareComponentValues", Tag, "The values that an upgrade would change on each cluster, secrets blanked out; changes nothing.");
        api.MapGet("/releases", ListReleasesAsync).Needs(Permission.ViewComponents)
            .Says("ListReleases", Tag, "What is installed: of a component, on a cluster, or all.");
        var release = api.MapGroup("/clusters/{clusterId:guid}/components/{component}");
        release.MapGet("/", GetReleaseAsync).Needs(Permission.ViewComponents).Fails(404)
            .Says("GetRelease", Tag, "A component on a cluster, with its revisions.");
        release.MapPost("/rollback", RollBackAsync).Needs(Permission.ManageComponents).Fails(404, 409, 422)
            .Says("RollBackRelease", Tag, "Starts a roll-back to a former revision.");
        release.MapPost("/uninstall", UninstallAsync).Needs(Permission.ManageComponents).Fails(404, 409)
            .Says("UninstallRelease", Tag, "Starts an uninstall.");
    }

    private static async Task<Ok<Page<ComponentSummary>>> ListAsync(
        IComponents components, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await components.ListAsync(caller.Actor, cancellationToken)));

    private static async Task<Ok<ComponentDetail>> GetAsync(
        string component, IComponents components, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await components.GetAsync(component, caller.Actor, cancellationToken));

    private static async Task<Ok<Page<ReleaseSummary>>> ListReleasesAsync(
        string? component, Guid? clusterId, IComponents components, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await components.ListReleasesAsync(component, clusterId, caller.Actor, cancellationToken)));

    private static async Task<Ok<ReleaseDetail>> GetReleaseAsync(
        Guid clusterId, string component, IComponents components, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await components.GetReleaseAsync(clusterId, component, caller.Actor, cancellationToken));

    private static async Task<Accepted<Page<StartedOperation>>> InstallAsync(
        string component, InstallBody body, IComponents components, Caller caller, CancellationToken cancellationToken) =>
        Answer(await components.InstallAsync(body.ToRequest(component), caller.Actor, cancellationToken));

    private static async Task<Accepted<Page<StartedOperation>>> UpgradeAsync(
        string component, InstallBody body, IComponents components, Caller caller, CancellationToken cancellationToken) =>
        Answer(await components.UpgradeAsync(body.ToRequest(component), caller.Actor, cancellationToken));

    private static async Task<Ok<Page<ValuesComparison>>> CompareValuesAsync(
        string component, InstallBody body, IComponents components, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await components.CompareValuesAsync(body.ToRequest(component), caller.Actor, cancellationToken)));

    private static async Task<Accepted<OperationStarted>> RollBackAsync(
        Guid clusterId, string component, RollBackBody body, IComponents components, Caller caller, CancellationToken cancellationToken)
    {
        var operation = await components.RollBackAsync(clusterId, component, body.Revision, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(operation), new OperationStarted(operation));
    }

    private static async Task<Accepted<OperationStarted>> UninstallAsync(
        Guid clusterId, string component, IComponents components, Caller caller, CancellationToken cancellationToken)
    {
        var operation = await components.UninstallAsync(clusterId, component, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(operation), new OperationStarted(operation));
    }

    private static Accepted<Page<StartedOperation>> Answer(IReadOnlyList<StartedOperation> started)
    {
        var location = started is [{ OperationId: { } only }] ? PortalAddress.Operation(only) : $"{ApiPaths.Version1}/operations";
        return TypedResults.Accepted(location, Pages.Whole(started));
    }
}

/// <summary>An install or upgrade as a client sends it.</summary>
/// <param name="ClusterIds">1 to 500 clusters.</param>
/// <param name="Version">A version of the catalogue entry; left out for its newest.</param>
/// <param name="Values">YAML laid over the defaults, at most 256 KiB.</param>
/// <param name="OnFailure">What becomes of an upgrade that does not become ready: RollBack (the default) or Leave.</param>
internal sealed record InstallBody(
    IReadOnlyList<Guid> ClusterIds, string? Version = null, string? Values = null, ChangeFailure OnFailure = ChangeFailure.RollBack)
{
    public InstallRequest ToRequest(string component) => new(component, ClusterIds, Version, Values ?? "", OnFailure);

    /// <summary>Without the values: they may hold secrets.</summary>
    public override string ToString() => $"InstallBody {{ Clusters = {ClusterIds.Count} }}";
}

/// <param name="Revision">A revision that the release has had.</param>
internal sealed record RollBackBody(int Revision);
