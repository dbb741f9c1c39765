using System.Collections.Concurrent;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Hedging;
using Portal.Core.Kubernetes;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Sources;

/// <summary>A client for each metrics endpoint, with connections that are kept, a queue, a breaker and a hedge.</summary>
internal sealed class SourceClients(EgressGuard egress, SecretProtector protector, IOptions<MonitoringOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<(Guid, EndpointUse), SourceClient> _clients = new();

    /// <summary>The client of an endpoint: the one from before unless its address or credential has changed.</summary>
    public SourceClient For(KnownSource source) => _clients.AddOrUpdate(
        (source.ClusterId, source.Use),
        (_, given) => Create(given),
        (_, old, given) => old.Stamp == given.Stamp ? old : Create(given),
        source);

    private SourceClient Create(KnownSource source)
    {
        var settings = options.Value;
        var handler = egress.CreateHandler();
        handler.AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli;
        handler.MaxConnectionsPerServer = settings.MaxRequestsPerCluster * 2;
        handler.EnableMultipleHttp2Connections = true;
        new ClusterTrust(source.CertificateAuthority, time).Govern(handler.SslOptions);
        return new SourceClient(source.Stamp, new HttpMessageInvoker(handler), source.Base, source.TlsServerName, source.Header(protector.Unprotect))
        {
            Tenant = source.Tenant,
            Turns = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
            {
                PermitLimit = settings.MaxRequestsPerCluster,
                QueueLimit = settings.MaxQueuedPerCluster,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }),
            Breaker = new ResiliencePipelineBuilder { TimeProvider = time }
                .AddCircuitBreaker(new CircuitBreakerStrategyOptions
                {
                    FailureRatio = 0.8,
                    MinimumThroughput = 5,
                    SamplingDuration = TimeSpan.FromSeconds(30),
                    BreakDuration = settings.BreakDuration,

                    // One that says no, or too much, is there.
                    ShouldHandle = arguments => ValueTask.FromResult(
                        arguments.Outcome.Exception is MemberFaultException { Kind: MemberFaultKind.Unreachable or MemberFaultKind.TimedOut or MemberFaultKind.Malformed }),
                })
                .Build(),
            Hedge = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
                .AddHedging(new HedgingStrategyOptions<HttpResponseMessage>
                {
                    MaxHedgedAttempts = 1,
                    Delay = settings.HedgeAfter,
                    ShouldHandle = arguments => ValueTask.FromResult(
                        arguments.Outcome.Exception is HttpRequestException or IOException
                        || arguments.Outcome.Result?.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout),
                })
                .Build(),
        };
    }
}
