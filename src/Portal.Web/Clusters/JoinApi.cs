using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Web.Access;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Clusters;

/// <summary>Joining: by kubeconfig, or by a command that a person runs where the cluster's credential is.</summary>
internal static class JoinApi
{
    private const string Tag = "Join";

    public static void MapJoin(this RouteGroupBuilder api)
    {
        var join = api.MapGroup("/join");
        join.MapPost("/contexts", ReadContextsAsync).Needs(Permission.JoinClusters).Fails(422)
            .Says("ReadKubeconfigContexts", Tag, "Screens a kubeconfig and lists its contexts.");
        join.MapPost("/preflight", CheckAsync).Needs(Permission.JoinClusters).Fails(422)
            .Says("CheckJoin", Tag, "Runs every pre-flight check; changes nothing.");
        join.MapPost("/", StartAsync).Needs(Permission.JoinClusters).Fails(409, 422)
            .Says("JoinCluster", Tag, "Starts an operation that joins a cluster by kubeconfig.");
        join.MapPost("/commands", CreateCommandAsync).Needs(Permission.JoinClusters).Fails(409, 422).WithMetadata(SecretAnswer.Mark)
            .Says("CreateJoinCommand", Tag, "Makes a one-time command, valid for an hour, that joins a cluster from where its credential is.");
        join.MapPost("/{operationId:guid}/resume", ResumeAsync).Needs(Permission.JoinClusters).Fails(404, 409, 422)
            .Says("ResumeJoin", Tag, "Gives a join its credential again, after the portal was restarted, and retries it.");
        join.MapGet("/rights", DescribeRights).Needs(Permission.JoinClusters).Produces<string>(StatusCodes.Status200OK, "application/yaml")
            .Says("DescribeJoinRights", Tag, "The rules that the portal's account gets in a cluster, as YAML.");
    }

    /// <summary>What a join command calls: without an account, by its one-time token alone.</summary>
    public static void MapJoinCommand(this WebApplication app)
    {
        app.MapGet(ApiPaths.JoinScript, ReadScriptAsync).AllowAnonymous().RequireRateLimiting(JoinRateLimit.Policy)
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.Plain).Fails(401, 404, 429)
            .Says("ReadJoinScript", Tag, "The shell script of a join command.");
        app.MapPost(ApiPaths.JoinCommand, CompleteAsync).AllowAnonymous().RequireRateLimiting(JoinRateLimit.Policy).Fails(400, 401, 404, 409, 422, 429)
            .Says("CompleteJoin", Tag, "What the script sends back; uses the token up.");
    }

    private static async Task<Ok<Page<KubeconfigContext>>> ReadContextsAsync(
        KubeconfigBody body, IClusterJoin join, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await join.ReadContextsAsync(body.Kubeconfig, caller.Actor, cancellationToken)));

    private static async Task<Ok<PreflightReport>> CheckAsync(
        JoinBody body, IClusterJoin join, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await join.CheckAsync(body.ToRequest(), caller.Actor, cancellationToken));

    private static async Task<Accepted<JoinStarted>> StartAsync(
        JoinBody body, IClusterJoin join, Caller caller, CancellationToken cancellationToken)
    {
        var started = await join.JoinAsync(body.ToRequest(), caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(started.OperationId), started);
    }

    private static async Task<Created<JoinCommand>> CreateCommandAsync(
        ClusterDescriptionBody body, IClusterJoin join, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var command = await join.CreateCommandAsync(body.ToDescription(), PortalAddress.Of(context), caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/clusters/{command.ClusterId}", command);
    }

    private static async Task<Accepted<OperationStarted>> ResumeAsync(
        Guid operationId, ResumeBody body, IClusterJoin join, Caller caller, CancellationToken cancellationToken)
    {
        await join.ResumeAsync(operationId, body.Kubeconfig, body.Context, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(operationId), new OperationStarted(operationId));
    }

    private static ContentHttpResult DescribeRights(IClusterJoin join) => TypedResults.Text(join.DescribeRights(), "application/yaml");

    private static async Task<ContentHttpResult> ReadScriptAsync(IClusterJoin join, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Text(await join.ReadScriptAsync(Token(context), PortalAddress.Of(context), cancellationToken), MediaTypeNames.Text.Plain);

    private static async Task<Accepted<JoinStarted>> CompleteAsync(
        JoinCompletion body, IClusterJoin join, HttpContext context, CancellationToken cancellationToken)
    {
        var started = await join.CompleteAsync(Token(context), body, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(started.OperationId), started);
    }

    private static string Token(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(ApiTokenHandler.Bearer, StringComparison.OrdinalIgnoreCase)
            ? header[ApiTokenHandler.Bearer.Length..].Trim()
            : throw new BadHttpRequestException("The join token is missing.", StatusCodes.Status401Unauthorized);
    }
}
