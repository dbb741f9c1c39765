using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Portal.Core.Access.Kubeconfigs;
using Portal.Core.Audit;
using Portal.Core.Clusters.Proxy;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Web.Access.Kubeconfigs;
using Yarp.ReverseProxy.Forwarder;

namespace Portal.Web.Clusters.Proxy;

/// <summary>Passes a person's requests on to the API of a cluster, as that person.</summary>
internal sealed partial class ClusterProxy(
    IHttpForwarder forwarder,
    IClusterChannels channels,
    ProxySessions sessions,
    IAuditRecords records,
    IOptions<KubeconfigOptions> options,
    ILogger<ClusterProxy> logger)
{
    private static readonly string[] Methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];

    public async Task InvokeAsync(HttpContext context)
    {
        var entry = context.Features.GetRequiredFeature<ProxyEntry>();
        if (ReadTarget(context, out var why) is not { } target)
        {
            await KubernetesStatus.WriteAsync(context, StatusCodes.Status400BadRequest, "BadRequest", why);
            return;
        }

        // Unknown, of another team, no longer to be used, or not what the kubeconfig is for: nobody is told which.
        if (!entry.Grant.MayUse || (target.Cluster != entry.Grant.ClusterName && target.Cluster != entry.Grant.ClusterId.ToString()))
        {
            await KubernetesStatus.WriteAsync(
                context, StatusCodes.Status404NotFound, "NotFound", "There is no such cluster, you may not use it, or this kubeconfig is for another one.");
            return;
        }

        var upgrade = context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true;
        var request = ProxiedRequest.Read(context.Request.Method, target, upgrade);
        using var session = await sessions.EnterAsync(entry, request.IsStream, context.RequestAborted);
        if (session is null)
        {
            await context.ChallengeAsync(KubeconfigHandler.Name);
        }
        else if (request.IsStream && sessions.StreamsOf(entry.Grant.Actor.Id) > options.Value.StreamsPerPerson)
        {
            await TooManyAsync(context, $"You have {options.Value.StreamsPerPerson} watches, logs and sessions open through the portal already. Close some.");
        }
        else
        {
            await PassAsync(context, target, request, session, upgrade);
        }
    }

    /// <summary>Null when it is refused.</summary>
    private static ProxiedTarget? ReadTarget(HttpContext context, out string why)
    {
        if (!Methods.Contains(context.Request.Method))
        {
            why = "The portal passes no requests of this method on.";
            return null;
        }

        if (context.Request.Headers.Keys.Any(ProxyHeaders.Impersonates))
        {
            why = "Through the portal everybody is who they are: leave out --as, --as-group and --as-uid.";
            return null;
        }

        return ProxiedTarget.Read(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, out why);
    }

    private async Task PassAsync(HttpContext context, ProxiedTarget target, ProxiedRequest request, ProxySession session, bool upgrade)
    {
        var record = new ProxyRecord(records, session.Grant, request);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(session.Ended, context.RequestAborted);
        try
        {
            // Pooled: not this request's to dispose of.
            var channel = await channels.OpenAsync(session.Grant.ClusterId, either.Token);
            using var turn = await channel.EnterAsync(request.IsStream, either.Token);
            if (turn is null)
            {
                await TooManyAsync(context, $"Too many requests to cluster {channel.Name} are on their way through the portal. Try again in a moment.");
                return;
            }

            if (!upgrade && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            {
                limit.MaxRequestBodySize = options.Value.MaxBodyBytes;
            }

            var config = new ForwarderRequestConfig
            {
                Version = HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,

                // A quiet watch is no dead one: the session's own end bounds it.
                ActivityTimeout = options.Value.LongestStream + options.Value.RequestTimeout,
            };
            var error = await forwarder.SendAsync(
                context, channel.ApiServer.AbsoluteUri, channel.Invoker, config,
                new ProxyTransform(target, channel, session.Grant.Identity, record), session.Ended);
            if (error != ForwarderError.None)
            {
                await record.FailedAsync();
                await ExplainAsync(context, channel, session, error);
            }
        }
        catch (ProblemException exception)
        {
            await AnswerAsync(context, exception.Problem);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            await ExplainAsync(context, null, session, ForwarderError.RequestCanceled);
        }
    }

    private async Task ExplainAsync(HttpContext context, ClusterChannel? channel, ProxySession session, ForwarderError error)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var exception = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        if (session.IsCut)
        {
            await context.ChallengeAsync(KubeconfigHandler.Name);
        }
        else if (session.Ended.IsCancellationRequested)
        {
            await KubernetesStatus.WriteAsync(context, StatusCodes.Status504GatewayTimeout, "Timeout", "The portal's time for this request is over.");
        }
        else if (context.Response.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await KubernetesStatus.WriteAsync(
                context, StatusCodes.Status413PayloadTooLarge, "RequestEntityTooLarge", $"The portal passes bodies of at most {options.Value.MaxBodyBytes} bytes on.");
        }
        else if (Layers(exception).OfType<ProblemException>().FirstOrDefault() is { } known)
        {
            await AnswerAsync(context, known.Problem);
        }
        else
        {
            LogFailed(exception, channel?.Name ?? "", error);
            await KubernetesStatus.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, "ServiceUnavailable", $"The request to cluster {channel?.Name} failed on its way. Try again.");
        }
    }

    private static Task AnswerAsync(HttpContext context, Problem problem)
    {
        var (code, reason) = problem.Kind switch
        {
            ProblemKind.NotFound => (StatusCodes.Status404NotFound, "NotFound"),
            ProblemKind.Internal => (StatusCodes.Status500InternalServerError, "InternalError"),
            _ => (StatusCodes.Status503ServiceUnavailable, "ServiceUnavailable"),
        };
        return KubernetesStatus.WriteAsync(context, code, reason, $"{problem.What}. {problem.Why} {problem.Remedy}");
    }

    private static Task TooManyAsync(HttpContext context, string message) =>
        KubernetesStatus.WriteAsync(context, StatusCodes.Status429TooManyRequests, "TooManyRequests", message);

    private static IEnumerable<Exception> Layers(Exception? exception) => exception switch
    {
        null => [],
        AggregateException many => many.InnerExceptions.SelectMany(Layers),
        _ => Layers(exception.InnerException).Prepend(exception),
    };

    [LoggerMessage(LogLevel.Warning, "A request through the proxy to cluster {Cluster} failed: {Error}")]
    private partial void LogFailed(Exception? exception, string cluster, ForwarderError error);
}
